CREATE TABLE public.orders (id bigint PRIMARY KEY);
CREATE VIEW public.open_orders AS SELECT id FROM public.orders;

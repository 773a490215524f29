CREATE TABLE public.customers (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.orders (id bigint PRIMARY KEY, amount numeric);
CREATE VIEW public.open_orders WITH (security_invoker = true) AS SELECT id, amount FROM public.orders;

CREATE TABLE public.orders (id bigint PRIMARY KEY);
ALTER TABLE public.orders ADD COLUMN note text;

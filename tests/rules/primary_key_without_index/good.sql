CREATE UNIQUE INDEX CONCURRENTLY orders_key ON public.orders (id);
ALTER TABLE public.orders ADD CONSTRAINT orders_key PRIMARY KEY USING INDEX orders_key;

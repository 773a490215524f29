CREATE UNIQUE INDEX CONCURRENTLY orders_reference ON public.orders (customer_id, reference);
ALTER TABLE public.orders ADD CONSTRAINT orders_reference UNIQUE USING INDEX orders_reference;

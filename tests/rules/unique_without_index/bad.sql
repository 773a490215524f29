ALTER TABLE public.orders ADD CONSTRAINT orders_reference UNIQUE (customer_id, reference);

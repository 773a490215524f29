ALTER TABLE public.orders ADD CONSTRAINT orders_key PRIMARY KEY (id);

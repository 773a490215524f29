ALTER TABLE public.orders ADD CONSTRAINT small CHECK (held < 10);

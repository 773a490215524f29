SET lock_timeout = '5s';
ALTER TABLE public.orders ADD CONSTRAINT small CHECK (held < 10);

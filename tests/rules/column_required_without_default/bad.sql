ALTER TABLE public.orders ADD COLUMN channel text NOT NULL;

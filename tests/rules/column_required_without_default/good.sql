ALTER TABLE public.orders ADD COLUMN channel text NOT NULL DEFAULT 'web';
ALTER TABLE public.orders ADD COLUMN region text;

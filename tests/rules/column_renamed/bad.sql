ALTER TABLE public.customers RENAME COLUMN region TO area;

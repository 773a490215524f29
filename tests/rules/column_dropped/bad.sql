ALTER TABLE public.customers DROP COLUMN region;

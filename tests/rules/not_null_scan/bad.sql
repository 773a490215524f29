ALTER TABLE public.orders ALTER COLUMN quantity SET NOT NULL;

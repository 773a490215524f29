ALTER TABLE public.customers ALTER COLUMN name SET DEFAULT 'unnamed';

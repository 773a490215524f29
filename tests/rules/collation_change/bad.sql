ALTER TABLE public.customers ALTER COLUMN name TYPE text COLLATE "C";

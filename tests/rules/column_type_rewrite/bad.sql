ALTER TABLE public.orders ALTER COLUMN quantity TYPE bigint;
DO $$ BEGIN ALTER TABLE public.orders ALTER COLUMN placed_at TYPE timestamp; END $$;

ALTER TABLE public.orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
ALTER TABLE public.orders ADD COLUMN seen_at timestamptz NOT NULL DEFAULT clock_timestamp();

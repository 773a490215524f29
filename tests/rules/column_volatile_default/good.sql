ALTER TABLE public.orders ADD COLUMN status text NOT NULL DEFAULT 'open';
ALTER TABLE public.orders ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE public.orders ADD COLUMN token uuid;
ALTER TABLE public.orders ALTER COLUMN token SET DEFAULT gen_random_uuid();

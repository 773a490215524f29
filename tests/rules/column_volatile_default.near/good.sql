-- Numbers and what is worked out: rules of their own speak of them.
ALTER TABLE public.orders ADD COLUMN number bigserial;
ALTER TABLE public.orders ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE public.orders ADD COLUMN double numeric GENERATED ALWAYS AS (amount * 2) STORED;
-- The domain is the cause.
ALTER TABLE public.orders ADD COLUMN key public.token DEFAULT 'none';

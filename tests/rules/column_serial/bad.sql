ALTER TABLE public.orders ADD COLUMN number bigserial;
ALTER TABLE public.customers ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;

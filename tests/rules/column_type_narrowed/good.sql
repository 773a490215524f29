ALTER TABLE public.orders ALTER COLUMN reference TYPE varchar(50);
ALTER TABLE public.orders ALTER COLUMN quantity TYPE bigint;

ALTER TABLE public.orders ALTER COLUMN reference TYPE varchar(200);
ALTER TABLE public.orders ALTER COLUMN reference TYPE text;
ALTER TABLE public.orders ALTER COLUMN amount TYPE numeric(14, 2);

ALTER TABLE public.orders ALTER COLUMN reference TYPE varchar(5);
ALTER TABLE public.orders ALTER COLUMN amount TYPE numeric(10, 4);

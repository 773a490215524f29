ALTER TABLE public.orders ALTER COLUMN reference TYPE varchar(200);

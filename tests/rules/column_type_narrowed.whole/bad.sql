ALTER TABLE public.orders ALTER COLUMN "Held" TYPE smallint;
ALTER TABLE public.orders ALTER COLUMN note TYPE varchar(5);

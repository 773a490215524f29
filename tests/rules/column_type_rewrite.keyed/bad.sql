ALTER TABLE public.orders ALTER COLUMN quantity TYPE bigint;
ALTER TABLE public.orders ALTER COLUMN reference TYPE varchar(10) USING left(reference, 10);
ALTER TABLE public.orders ALTER "Placed at" SET DATA TYPE timestamptz
  USING "Placed at" AT TIME ZONE 'Europe/Paris';
ALTER TABLE public.orders ALTER COLUMN id TYPE numeric;

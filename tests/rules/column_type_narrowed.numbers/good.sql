ALTER TABLE public.weights ALTER COLUMN pieces TYPE bigint;
-- As many digits on both sides, or more.
ALTER TABLE public.weights ALTER COLUMN price TYPE numeric(10, 2);
ALTER TABLE public.weights ALTER COLUMN rate TYPE numeric(12, 3);
ALTER TABLE public.weights ALTER COLUMN amount TYPE numeric;
ALTER TABLE public.weights ALTER COLUMN code TYPE varchar(10);
ALTER TABLE public.weights ALTER COLUMN mark TYPE text;
-- Another kind of type: no width is taken away.
ALTER TABLE public.weights ALTER COLUMN tally TYPE numeric(20, 0);
ALTER TABLE public.weights ALTER COLUMN note TYPE varchar;

ALTER TABLE public.weights ALTER COLUMN grams TYPE integer;
ALTER TABLE public.weights ALTER COLUMN pieces TYPE smallint;
-- One digit less before the point, one less behind it, and a limit where there was none.
ALTER TABLE public.weights ALTER COLUMN price TYPE numeric(9, 2);
ALTER TABLE public.weights ALTER COLUMN rate TYPE numeric(11, 1);
ALTER TABLE public.weights ALTER COLUMN share TYPE numeric(20, 5);
ALTER TABLE public.weights ALTER COLUMN label TYPE varchar(200);

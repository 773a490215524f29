DROP VIEW public."order";
-- Written in capitals it is the same table, and its parts go with it.
DROP TABLE public.ORDERS CASCADE;
DROP TABLE public.notes CASCADE;
-- What the column has of its own.
ALTER TABLE public.days DROP COLUMN mood CASCADE;
DROP FUNCTION public.cheer(public.mood) CASCADE;

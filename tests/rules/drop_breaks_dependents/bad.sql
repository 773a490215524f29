DROP TABLE public.visits;
ALTER TABLE public.orders DROP COLUMN note;
DROP FUNCTION public.half(numeric);

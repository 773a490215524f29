ALTER TABLE public.lines ADD COLUMN number bigint;

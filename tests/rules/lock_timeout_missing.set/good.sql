ALTER TABLE public.one ADD COLUMN note text;

SET lock_timeout = 0;
ALTER TABLE public.one ADD COLUMN note text;

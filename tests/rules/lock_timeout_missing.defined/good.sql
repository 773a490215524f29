CREATE TABLE IF NOT EXISTS public.one (id bigint PRIMARY KEY);
ALTER TABLE public.one ADD COLUMN note text;

CREATE TABLE public.orders (id bigint PRIMARY KEY, amount numeric);
-- Its name is part of the other's.
CREATE VIEW public."order" WITH (security_invoker = true) AS SELECT id, amount FROM public.orders;
CREATE TYPE public.mood AS ENUM ('good', 'bad');
CREATE TABLE public.days (id bigint PRIMARY KEY, mood public.mood);
CREATE FUNCTION public.cheer(m public.mood) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = '' AS $$ SELECT true $$;
CREATE TABLE public.notes (
  id bigint PRIMARY KEY,
  firm_id bigint DEFAULT 1 CONSTRAINT some_firm CHECK (firm_id > 0),
  words text,
  size integer GENERATED ALWAYS AS (length(words)) STORED
);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY firm_reads ON public.notes FOR SELECT TO authenticated USING (firm_id = 1);

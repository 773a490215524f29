CREATE TABLE public.guests (id uuid PRIMARY KEY, label text NOT NULL);
ALTER TABLE public.guests ENABLE ROW LEVEL SECURITY;
-- All names have their schema, and an API's callers choose no path.
CREATE FUNCTION public.count_guests() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER AS $$
  SELECT pg_catalog.count(*) FROM public.guests
$$;

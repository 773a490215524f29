CREATE TABLE public.guests (id uuid PRIMARY KEY, label text NOT NULL);
ALTER TABLE public.guests ENABLE ROW LEVEL SECURITY;
-- The path is fixed.
CREATE FUNCTION public.count_guests() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT pg_catalog.count(*) FROM public.guests
$$;

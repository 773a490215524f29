CREATE TABLE public.crew (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, rank text NOT NULL);
ALTER TABLE public.crew ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.is_captain() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.crew AS other WHERE other.id = auth.uid() AND other.rank = 'captain')
$$;
CREATE POLICY captains ON public.crew FOR SELECT USING (public.is_captain());

-- The same test, called once for a statement; the same body, laid out anew; and rows that are told apart.
ALTER POLICY songs_read ON public.songs USING ((SELECT public.sings_in(songs.choir_id)));
CREATE OR REPLACE FUNCTION public.leads(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
  SELECT EXISTS (SELECT 1 FROM public.singers AS s -- by their part
    WHERE s.choir_id = wanted AND s.user_id = auth.uid() AND s.part = 'conductor')
$$;
ALTER POLICY concerts_read ON public.concerts USING (public.sings_in(choir_id) OR public.hears(choir_id));

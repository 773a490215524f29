ALTER POLICY songs_read ON public.songs USING (public.hears(choir_id));
ALTER POLICY concerts_read ON public.concerts USING (public.hears(choir_id));
CREATE OR REPLACE FUNCTION public.leads(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
AS $$ SELECT EXISTS (SELECT 1 FROM public.singers AS s
  WHERE s.choir_id = wanted AND s.user_id = auth.uid() AND s.part = 'soprano') $$;

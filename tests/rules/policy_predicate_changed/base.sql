CREATE TABLE public.choirs (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE public.singers (
  choir_id uuid NOT NULL REFERENCES public.choirs (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  part text NOT NULL,
  PRIMARY KEY (choir_id, user_id)
);
CREATE TABLE public.guests (
  choir_id uuid NOT NULL REFERENCES public.choirs (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (choir_id, user_id)
);
CREATE TABLE public.songs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  choir_id uuid NOT NULL REFERENCES public.choirs (id) ON DELETE CASCADE,
  title text NOT NULL
);
CREATE TABLE public.concerts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  choir_id uuid NOT NULL REFERENCES public.choirs (id) ON DELETE CASCADE
);
CREATE TABLE public.robes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  choir_id uuid NOT NULL REFERENCES public.choirs (id) ON DELETE CASCADE
);
CREATE FUNCTION public.sings_in(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS 'SELECT EXISTS (SELECT 1 FROM public.singers AS s WHERE s.choir_id = wanted AND s.user_id = auth.uid())';
CREATE FUNCTION public.hears(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS 'SELECT EXISTS (SELECT 1 FROM public.guests AS g WHERE g.choir_id = wanted AND g.user_id = auth.uid())';
CREATE FUNCTION public.leads(wanted uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT EXISTS (SELECT 1 FROM public.singers AS s
  WHERE s.choir_id = wanted AND s.user_id = auth.uid() AND s.part = 'conductor') $$;
ALTER TABLE public.choirs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.singers ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.guests ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.songs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.concerts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.robes ENABLE ROW LEVEL SECURITY;
CREATE POLICY singers_read ON public.singers FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY guests_read ON public.guests FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY songs_read ON public.songs FOR SELECT TO authenticated USING (public.sings_in(choir_id));
CREATE POLICY concerts_read ON public.concerts FOR SELECT TO authenticated USING (public.sings_in(choir_id));
CREATE POLICY robes_read ON public.robes FOR SELECT TO authenticated USING (public.leads(choir_id));

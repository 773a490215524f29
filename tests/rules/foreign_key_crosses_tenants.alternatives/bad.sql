CREATE TABLE public.clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.players (
  club_id uuid NOT NULL REFERENCES public.clubs (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (club_id, user_id)
);
ALTER TABLE public.players ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own" ON public.players FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION public.my_clubs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT p.club_id FROM public.players AS p WHERE p.user_id = (SELECT auth.uid())
$$;
CREATE TABLE public.courts (
  id uuid PRIMARY KEY,
  club_id uuid NOT NULL REFERENCES public.clubs (id) ON DELETE CASCADE,
  key_hash text NOT NULL,
  UNIQUE (id, club_id)
);
ALTER TABLE public.courts ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Courts" ON public.courts TO authenticated
  USING (club_id IN (SELECT public.my_clubs())) WITH CHECK (club_id IN (SELECT public.my_clubs()));
-- Low: a hash is of no use to who gets hold of it.
CREATE TABLE public.bookings (
  id uuid PRIMARY KEY,
  club_id uuid NOT NULL REFERENCES public.clubs (id) ON DELETE CASCADE,
  court_id uuid NOT NULL REFERENCES public.courts (id) ON DELETE CASCADE
);
ALTER TABLE public.bookings ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Mine" ON public.bookings TO authenticated
  USING (club_id IN (SELECT public.my_clubs())) WITH CHECK (club_id IN (SELECT public.my_clubs()));
-- Both columns can be filled: the CHECK asks for one of them at least.
CREATE TABLE public.fines (
  id uuid PRIMARY KEY,
  club_id uuid REFERENCES public.clubs (id) ON DELETE CASCADE,
  court_id uuid REFERENCES public.courts (id) ON DELETE CASCADE,
  CHECK (club_id IS NOT NULL OR court_id IS NOT NULL)
);
ALTER TABLE public.fines ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Mine" ON public.fines TO authenticated
  USING (club_id IN (SELECT public.my_clubs())) WITH CHECK (club_id IN (SELECT public.my_clubs()));

CREATE TABLE public.clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.players (
  club_id uuid NOT NULL REFERENCES public.clubs (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (club_id, user_id)
);
CREATE TABLE public.matches (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  club_id uuid NOT NULL REFERENCES public.clubs (id) ON DELETE CASCADE,
  score text NOT NULL
);
ALTER TABLE public.clubs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.players ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.matches ENABLE ROW LEVEL SECURITY;
CREATE POLICY players_read ON public.players FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY matches_add ON public.matches FOR INSERT TO authenticated WITH CHECK (true);
CREATE POLICY matches_read ON public.matches FOR SELECT TO authenticated
  USING (club_id IN (SELECT p.club_id FROM public.players AS p WHERE p.user_id = (SELECT auth.uid())));

CREATE TABLE public.gyms (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.crew (
  gym_id uuid NOT NULL REFERENCES public.gyms (id),
  user_id uuid PRIMARY KEY REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'trainer'
);
CREATE TABLE public.wardens (user_id uuid PRIMARY KEY REFERENCES auth.users (id), part text NOT NULL DEFAULT 'none');
CREATE TABLE public.lockers (id uuid PRIMARY KEY, gym_id uuid NOT NULL REFERENCES public.gyms (id));
CREATE TABLE public.courses (id uuid PRIMARY KEY, gym_id uuid NOT NULL REFERENCES public.gyms (id));
-- What all gyms share, with who made it.
CREATE TABLE public.levies (
  id uuid PRIMARY KEY,
  rate numeric NOT NULL,
  created_by uuid REFERENCES auth.users (id)
);
CREATE TABLE public.traces (id uuid PRIMARY KEY, body text);
ALTER TABLE public.gyms ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.crew ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.wardens ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.lockers ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.courses ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.levies ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.traces ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.is_warden() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.wardens w WHERE w.user_id = auth.uid() AND w.part = 'full')
$$;
CREATE POLICY own ON public.crew FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY ours ON public.lockers TO authenticated
  USING (gym_id IN (SELECT c.gym_id FROM public.crew c WHERE c.user_id = (SELECT auth.uid())));
CREATE POLICY ours ON public.courses TO authenticated
  USING (gym_id IN (SELECT c.gym_id FROM public.crew c WHERE c.user_id = (SELECT auth.uid())));
CREATE POLICY read ON public.levies FOR SELECT TO authenticated USING (true);
CREATE POLICY see ON public.traces FOR SELECT TO authenticated USING ((SELECT public.is_warden()));
CREATE POLICY add ON public.traces FOR INSERT WITH CHECK (true);
CREATE POLICY make ON public.levies FOR INSERT TO authenticated WITH CHECK ((SELECT public.is_warden()));
-- A list that somebody works through is a form's, and no log.
CREATE POLICY work ON public.traces FOR UPDATE TO authenticated USING ((SELECT public.is_warden()));

CREATE TABLE public.harbours (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.crews (
  harbour_id uuid NOT NULL REFERENCES public.harbours (id) ON DELETE CASCADE,
  sailor_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (harbour_id, sailor_id)
);
CREATE FUNCTION public.harbours_of_mine() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT c.harbour_id FROM public.crews AS c WHERE c.sailor_id = (SELECT auth.uid())
$$;
SET check_function_bodies = off;
CREATE FUNCTION public.is_sealed(harbour uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.seals AS s WHERE s.harbour_id = harbour)
$$;
ALTER TABLE public.harbours ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.crews ENABLE ROW LEVEL SECURITY;
CREATE POLICY harbours_read ON public.harbours FOR SELECT TO authenticated USING (id IN (SELECT public.harbours_of_mine()));
CREATE POLICY crews_read ON public.crews FOR SELECT TO authenticated USING (harbour_id IN (SELECT public.harbours_of_mine()));

-- A value keeps others out: a filter, and no matter of this rule.
CREATE TABLE public.berths (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), depth integer NOT NULL);
ALTER TABLE public.berths ENABLE ROW LEVEL SECURITY;
CREATE POLICY berths_read ON public.berths FOR SELECT USING (depth > 3);
-- Shown until somebody hides it, in the row or in what it hangs on.
CREATE TABLE public.buoys (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), shown boolean NOT NULL DEFAULT true);
ALTER TABLE public.buoys ENABLE ROW LEVEL SECURITY;
CREATE POLICY buoys_read ON public.buoys FOR SELECT TO authenticated USING (shown OR harbour_id IN (SELECT public.harbours_of_mine()));
CREATE TABLE public.lamps (id uuid PRIMARY KEY, buoy_id uuid NOT NULL REFERENCES public.buoys (id));
ALTER TABLE public.lamps ENABLE ROW LEVEL SECURITY;
CREATE POLICY lamps_read ON public.lamps FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.buoys AS b WHERE b.id = lamps.buoy_id AND b.shown));
-- A crew of this harbour.
CREATE TABLE public.cranes (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), load integer NOT NULL);
ALTER TABLE public.cranes ENABLE ROW LEVEL SECURITY;
CREATE POLICY cranes_all ON public.cranes TO authenticated
  USING (EXISTS (SELECT 1 FROM public.crews AS c WHERE c.sailor_id = (SELECT auth.uid()) AND c.harbour_id = cranes.harbour_id));
-- Who is on a list that nobody puts themselves on.
CREATE TABLE public.inspectors (person_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE);
ALTER TABLE public.inspectors ENABLE ROW LEVEL SECURITY;
CREATE POLICY inspectors_read ON public.inspectors FOR SELECT TO authenticated USING (person_id = (SELECT auth.uid()));
CREATE TABLE public.docks (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), length integer NOT NULL);
ALTER TABLE public.docks ENABLE ROW LEVEL SECURITY;
CREATE POLICY docks_read ON public.docks FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.inspectors AS i WHERE i.person_id = (SELECT auth.uid())));
-- What says that it is secret is looked up past its policies.
CREATE TABLE public.seals (id uuid PRIMARY KEY, harbour_id uuid NOT NULL UNIQUE REFERENCES public.harbours (id));
ALTER TABLE public.seals ENABLE ROW LEVEL SECURITY;
CREATE POLICY seals_read ON public.seals FOR SELECT TO authenticated USING (harbour_id IN (SELECT public.harbours_of_mine()));
CREATE TABLE public.charts (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), scale integer NOT NULL);
ALTER TABLE public.charts ENABLE ROW LEVEL SECURITY;
CREATE POLICY charts_read ON public.charts FOR SELECT TO authenticated USING (NOT public.is_sealed(harbour_id));

CREATE TABLE public.harbours (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.crews (
  harbour_id uuid NOT NULL REFERENCES public.harbours (id) ON DELETE CASCADE,
  sailor_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (harbour_id, sailor_id)
);
CREATE FUNCTION public.harbours_of_mine() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT c.harbour_id FROM public.crews AS c WHERE c.sailor_id = (SELECT auth.uid())
$$;
CREATE FUNCTION public.harbours_of_all() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT c.harbour_id FROM public.crews AS c
$$;
ALTER TABLE public.harbours ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.crews ENABLE ROW LEVEL SECURITY;
CREATE POLICY harbours_read ON public.harbours FOR SELECT TO authenticated USING (id IN (SELECT public.harbours_of_mine()));
CREATE POLICY crews_read ON public.crews FOR SELECT TO authenticated USING (harbour_id IN (SELECT public.harbours_of_mine()));

-- Always filled.
CREATE TABLE public.berths (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), depth integer NOT NULL CHECK (depth > 0));
ALTER TABLE public.berths ENABLE ROW LEVEL SECURITY;
CREATE POLICY berths_read ON public.berths FOR SELECT USING (depth > 0);
-- The same on both sides.
CREATE TABLE public.buoys (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), colour text NOT NULL);
ALTER TABLE public.buoys ENABLE ROW LEVEL SECURITY;
CREATE POLICY buoys_read ON public.buoys FOR SELECT TO authenticated USING (harbour_id = harbour_id);
-- A crew of whichever harbour.
CREATE TABLE public.cranes (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), load integer NOT NULL);
ALTER TABLE public.cranes ENABLE ROW LEVEL SECURITY;
CREATE POLICY cranes_all ON public.cranes TO authenticated
  USING (EXISTS (SELECT 1 FROM public.crews AS c WHERE c.sailor_id = (SELECT auth.uid())))
  WITH CHECK (harbour_id IN (SELECT public.harbours_of_mine()));
-- The harbours of everybody.
CREATE TABLE public.docks (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), length integer NOT NULL);
ALTER TABLE public.docks ENABLE ROW LEVEL SECURITY;
CREATE POLICY docks_read ON public.docks FOR SELECT TO authenticated USING (harbour_id IN (SELECT public.harbours_of_all()));
-- What says that it is secret is hidden from who asks.
CREATE TABLE public.seals (id uuid PRIMARY KEY, harbour_id uuid NOT NULL UNIQUE REFERENCES public.harbours (id));
ALTER TABLE public.seals ENABLE ROW LEVEL SECURITY;
CREATE POLICY seals_read ON public.seals FOR SELECT TO authenticated USING (harbour_id IN (SELECT public.harbours_of_mine()));
CREATE TABLE public.charts (id uuid PRIMARY KEY, harbour_id uuid NOT NULL REFERENCES public.harbours (id), scale integer NOT NULL);
ALTER TABLE public.charts ENABLE ROW LEVEL SECURITY;
CREATE POLICY charts_read ON public.charts FOR SELECT TO authenticated
  USING (NOT EXISTS (SELECT 1 FROM public.seals AS s WHERE s.harbour_id = charts.harbour_id));

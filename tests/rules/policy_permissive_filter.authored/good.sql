-- Somebody wrote it, and it is for all: no policy asks who.
CREATE TABLE public.cars (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  plate text NOT NULL,
  active boolean NOT NULL DEFAULT true
);
ALTER TABLE public.cars ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.trips (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE public.trips ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_trips ON public.trips TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY see_cars ON public.cars FOR SELECT TO authenticated
  USING (active);

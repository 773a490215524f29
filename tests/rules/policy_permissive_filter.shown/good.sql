CREATE TABLE public.rides (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE public.rides ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rides ON public.rides TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE TABLE public.reviews (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  is_visible boolean NOT NULL DEFAULT true
);
ALTER TABLE public.reviews ENABLE ROW LEVEL SECURITY;
-- The flag is there to show rows, and stands beside the user in one policy.
CREATE POLICY see_reviews ON public.reviews FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) OR is_visible);

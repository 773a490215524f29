CREATE TABLE public.crew (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, rank text NOT NULL);
ALTER TABLE public.crew ENABLE ROW LEVEL SECURITY;
-- Without TO: the circle is closed for every role.
CREATE POLICY captains ON public.crew FOR SELECT
  USING (EXISTS (SELECT 1 FROM public.crew AS other WHERE other.id = auth.uid() AND other.rank = 'captain'));

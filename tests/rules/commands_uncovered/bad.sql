-- Changed by policy, but seen by none.
CREATE TABLE public.wishes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE public.wishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Add own wishes" ON public.wishes FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY "Change own wishes" ON public.wishes FOR UPDATE TO authenticated USING (user_id = (SELECT auth.uid()));

-- What a service reads shows a user nothing.
CREATE TABLE public.plans (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE public.plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Service reads" ON public.plans FOR SELECT USING (auth.role() = 'service_role');
CREATE POLICY "Drop own plans" ON public.plans FOR DELETE TO authenticated USING (user_id = (SELECT auth.uid()));

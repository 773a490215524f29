-- Read, added and changed, never deleted.
CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "See own notes" ON public.notes FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY "Add own notes" ON public.notes FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY "Change own notes" ON public.notes FOR UPDATE TO authenticated USING (user_id = (SELECT auth.uid()));

-- Changed by policy, but seen by none.
CREATE TABLE public.wishes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE public.wishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Add own wishes" ON public.wishes FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY "Change own wishes" ON public.wishes FOR UPDATE TO authenticated USING (user_id = (SELECT auth.uid()));

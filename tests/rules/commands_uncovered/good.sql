CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "All of own notes" ON public.notes TO authenticated USING (user_id = (SELECT auth.uid()));

-- Only added to: nothing else is meant.
CREATE TABLE public.visits (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE public.visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Add own visits" ON public.visits FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));

-- DELETE is not granted, so Postgres says so.
CREATE TABLE public.wishes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
REVOKE DELETE ON public.wishes FROM anon, authenticated;
ALTER TABLE public.wishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY "See own wishes" ON public.wishes FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY "Add own wishes" ON public.wishes FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY "Change own wishes" ON public.wishes FOR UPDATE TO authenticated USING (user_id = (SELECT auth.uid()));

-- Marked as gone.
CREATE TABLE public.photos (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  removed_at timestamptz
);
ALTER TABLE public.photos ENABLE ROW LEVEL SECURITY;
CREATE POLICY "See own photos" ON public.photos FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()) AND removed_at IS NULL);
CREATE POLICY "Add own photos" ON public.photos FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY "Change own photos" ON public.photos FOR UPDATE TO authenticated USING (user_id = (SELECT auth.uid()));

-- Read, added and changed, never deleted: that is often meant.
CREATE TABLE public.letters (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
ALTER TABLE public.letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY "See own letters" ON public.letters FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY "Add own letters" ON public.letters FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY "Change own letters" ON public.letters FOR UPDATE TO authenticated USING (user_id = (SELECT auth.uid()));

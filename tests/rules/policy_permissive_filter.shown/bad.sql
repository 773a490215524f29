CREATE TABLE public.rides (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE public.rides ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rides ON public.rides TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  deleted_at timestamptz
);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
-- What is not deleted is shown to all: the flag is there to hide rows.
CREATE POLICY see_notes ON public.notes FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) OR deleted_at IS NULL);

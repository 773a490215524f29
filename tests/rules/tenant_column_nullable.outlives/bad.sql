CREATE TABLE clubs (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
CREATE TABLE members (
  club_id uuid NOT NULL REFERENCES clubs ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  PRIMARY KEY (club_id, user_id)
);
CREATE FUNCTION my_clubs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
  AS $$ SELECT club_id FROM public.members WHERE user_id = (SELECT auth.uid()) $$;

-- Rows of nobody else: the club's deletion leaves them with no one.
CREATE TABLE drafts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  club_id uuid REFERENCES clubs ON DELETE SET NULL,
  user_id uuid REFERENCES auth.users ON DELETE CASCADE,
  title text NOT NULL
);
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Club and own" ON drafts FOR SELECT TO authenticated
  USING (club_id IN (SELECT my_clubs()) OR user_id = (SELECT auth.uid()));
-- A log that only the backend writes, and that goes with its club.
CREATE TABLE sign_ins (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  club_id uuid REFERENCES clubs ON DELETE CASCADE,
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE sign_ins ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Read own" ON sign_ins FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()));

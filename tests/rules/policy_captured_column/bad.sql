CREATE TABLE clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE club_members (
  club_id uuid NOT NULL REFERENCES clubs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'member',
  PRIMARY KEY (club_id, user_id)
);
ALTER TABLE club_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON club_members FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE FUNCTION my_clubs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.club_id FROM public.club_members m WHERE m.user_id = auth.uid()
$$;

-- Inside the sub-select club_id is the sub-select's own.
CREATE TABLE songs (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), name text NOT NULL);
ALTER TABLE songs ENABLE ROW LEVEL SECURITY;
CREATE POLICY sing ON songs FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM club_members m WHERE m.club_id = club_id AND m.user_id = auth.uid()));

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
CREATE TABLE matches (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), shared boolean NOT NULL DEFAULT false);
ALTER TABLE matches ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON matches FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()) OR shared);

CREATE POLICY edit ON matches FOR ALL TO authenticated
  USING (club_id IN (SELECT my_clubs()) OR shared) WITH CHECK (club_id IN (SELECT my_clubs()));
CREATE TABLE tips (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), shared boolean NOT NULL DEFAULT false);
ALTER TABLE tips ENABLE ROW LEVEL SECURITY;
CREATE POLICY clear ON tips FOR DELETE TO authenticated
  USING (club_id IN (SELECT my_clubs()) OR (auth.uid() IS NOT NULL AND shared));

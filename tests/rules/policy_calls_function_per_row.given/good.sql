CREATE TABLE clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE club_members (
  club_id uuid NOT NULL REFERENCES clubs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'member',
  PRIMARY KEY (club_id, user_id)
);
ALTER TABLE club_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON club_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION my_clubs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.club_id FROM public.club_members m WHERE m.user_id = auth.uid()
$$;
CREATE TABLE matches (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), shared boolean NOT NULL DEFAULT false);
ALTER TABLE matches ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON matches FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()) OR shared);

CREATE FUNCTION as_uuid(word text) RETURNS uuid LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$
BEGIN
  RETURN split_part(word, '/', 1)::uuid;
END $$;
CREATE FUNCTION in_club(club uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.club_members m WHERE m.user_id = auth.uid() AND m.club_id = club)
$$;
CREATE TABLE goals (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), path text NOT NULL);
ALTER TABLE goals ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON goals FOR SELECT TO authenticated USING (as_uuid(path) IN (SELECT my_clubs()));
CREATE POLICY score ON goals FOR INSERT TO authenticated WITH CHECK (in_club(club_id) AND auth.uid() IS NOT NULL);
-- Statements that change rows look at few.
CREATE POLICY correct ON goals FOR UPDATE TO authenticated USING (in_club(club_id));
CREATE POLICY drop_own ON goals FOR DELETE TO authenticated USING (in_club(club_id));
-- An index finds the rows of the one who scored, and only those are looked at.
CREATE TABLE notes (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), author_id uuid NOT NULL REFERENCES auth.users (id));
CREATE INDEX ON notes (author_id);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON notes FOR SELECT TO authenticated USING (author_id = (SELECT auth.uid()) AND in_club(club_id));

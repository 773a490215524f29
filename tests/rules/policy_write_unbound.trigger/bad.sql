CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (team_id, user_id)
);
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON team_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

CREATE TABLE notes (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_notes ON notes FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY add_notes ON notes FOR INSERT TO authenticated WITH CHECK (auth.uid() IS NOT NULL);

-- The trigger looks at the team, and takes a stranger's row.
CREATE TABLE files (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), author_id uuid NOT NULL REFERENCES auth.users (id));
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_files ON files FOR SELECT TO authenticated USING (
  author_id = (SELECT auth.uid()) OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY add_files ON files FOR INSERT TO authenticated WITH CHECK (author_id = (SELECT auth.uid()));
CREATE FUNCTION few() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF (SELECT count(*) FROM public.files f WHERE f.team_id = NEW.team_id) > 9 THEN
    RAISE EXCEPTION 'too many files';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER few BEFORE INSERT ON files FOR EACH ROW EXECUTE FUNCTION few();

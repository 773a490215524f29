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
-- The key is not the client's to choose.
CREATE FUNCTION set_team() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  SELECT m.team_id INTO NEW.team_id FROM public.team_members m WHERE m.user_id = auth.uid();
  RETURN NEW;
END $$;
CREATE TRIGGER set_team BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION set_team();

-- Triggers look who it is, and what it was.
CREATE TABLE files (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), author_id uuid NOT NULL REFERENCES auth.users (id));
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_files ON files FOR SELECT TO authenticated USING (
  author_id = (SELECT auth.uid()) OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY add_files ON files FOR INSERT TO authenticated WITH CHECK (author_id = (SELECT auth.uid()));
CREATE POLICY change_files ON files FOR UPDATE TO authenticated USING (author_id = (SELECT auth.uid()));
CREATE FUNCTION only_members() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.team_members m WHERE m.team_id = NEW.team_id AND m.user_id = auth.uid()) THEN
    RAISE EXCEPTION 'a file of no team of yours';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_members BEFORE INSERT ON files FOR EACH ROW EXECUTE FUNCTION only_members();
CREATE FUNCTION keep_team() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.team_id IS DISTINCT FROM OLD.team_id THEN
    RAISE EXCEPTION 'files stay in their team';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_team BEFORE UPDATE ON files FOR EACH ROW EXECUTE FUNCTION keep_team();

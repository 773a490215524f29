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
CREATE TABLE comments (
  id uuid PRIMARY KEY,
  note_id uuid NOT NULL REFERENCES notes (id),
  author_id uuid NOT NULL REFERENCES auth.users (id)
);
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_comments ON comments FOR SELECT TO authenticated
  USING (note_id IN (SELECT n.id FROM notes n WHERE n.team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))));
-- The writers' test is the readers' with more added.
CREATE POLICY add_comments ON comments FOR INSERT TO authenticated
  WITH CHECK (author_id = (SELECT auth.uid()) AND note_id IN (SELECT n.id FROM notes n WHERE n.team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))));
-- A statement with a WHERE passes the policy for reading too.
CREATE POLICY drop_comments ON comments FOR DELETE TO authenticated USING (author_id = (SELECT auth.uid()));

-- A trigger looks the note up.
CREATE TABLE likes (note_id uuid NOT NULL REFERENCES notes (id), user_id uuid NOT NULL REFERENCES auth.users (id), PRIMARY KEY (note_id, user_id));
ALTER TABLE likes ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_likes ON likes FOR SELECT TO authenticated
  USING (note_id IN (SELECT n.id FROM notes n WHERE n.team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))));
CREATE POLICY add_likes ON likes FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
CREATE FUNCTION of_a_note() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM 1 FROM public.notes n WHERE n.id = NEW.note_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no such note';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER of_a_note BEFORE INSERT ON likes FOR EACH ROW EXECUTE FUNCTION of_a_note();

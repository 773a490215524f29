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
CREATE POLICY add_comments ON comments FOR INSERT TO authenticated WITH CHECK (author_id = (SELECT auth.uid()));

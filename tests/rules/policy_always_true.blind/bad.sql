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
CREATE POLICY team_notes ON notes FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY drop_notes ON notes FOR DELETE TO authenticated USING (true);
-- Nobody sees a row of it: only a statement that reads no column reaches one.
CREATE TABLE drafts (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id));
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY drop_drafts ON drafts FOR DELETE TO authenticated USING (true);

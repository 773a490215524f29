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
  body text NOT NULL
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_notes ON notes FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE TABLE shares (note_id uuid PRIMARY KEY REFERENCES notes (id));
ALTER TABLE shares ENABLE ROW LEVEL SECURITY;
CREATE POLICY share ON shares FOR INSERT TO authenticated
  WITH CHECK (note_id IN (SELECT n.id FROM notes n WHERE n.team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))));
CREATE POLICY shared_notes ON notes FOR SELECT TO anon USING (id IN (SELECT s.note_id FROM shares s));
CREATE POLICY read_shares ON shares FOR SELECT TO anon USING (true);

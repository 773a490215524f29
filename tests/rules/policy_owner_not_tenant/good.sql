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
CREATE POLICY drop_notes ON notes FOR DELETE TO authenticated USING (author_id = (SELECT auth.uid()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
-- Row security of notes holds inside the sub-select, so the comment's note is of the session's team.
CREATE TABLE comments (id uuid PRIMARY KEY, note_id uuid NOT NULL REFERENCES notes (id));
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_comments ON comments TO authenticated
  USING (note_id IN (SELECT n.id FROM notes n WHERE n.author_id = (SELECT auth.uid())));
-- One row per user is that user's own.
CREATE TABLE settings (user_id uuid PRIMARY KEY REFERENCES auth.users (id), team_id uuid NOT NULL REFERENCES teams (id));
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_settings ON settings FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

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
  team_id uuid NOT NULL REFERENCES teams (id),
  note_id uuid NOT NULL REFERENCES notes (id)
);
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_comments ON comments FOR INSERT TO authenticated
  WITH CHECK (EXISTS (SELECT 1 FROM notes n WHERE n.id = comments.note_id));

-- A tag without a note is of any team: the foreign key asks nothing of it.
ALTER TABLE notes ADD UNIQUE (id, team_id);
CREATE TABLE tags (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  note_id uuid,
  author_id uuid NOT NULL REFERENCES auth.users (id),
  FOREIGN KEY (note_id, team_id) REFERENCES notes (id, team_id)
);
ALTER TABLE tags ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_tags ON tags FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY add_tags ON tags FOR INSERT TO authenticated WITH CHECK (author_id = (SELECT auth.uid()));

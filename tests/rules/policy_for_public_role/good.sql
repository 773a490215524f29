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
  body text NOT NULL,
  is_public boolean NOT NULL DEFAULT false
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_notes ON notes FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
-- Every branch is open to anybody: it is meant for everybody.
CREATE POLICY published ON notes FOR SELECT USING (is_public);
-- Only a service passes.
CREATE POLICY worker ON notes USING (auth.role() = 'service_role');
-- Anon has no privilege.
CREATE TABLE drafts (id uuid PRIMARY KEY, author_id uuid NOT NULL REFERENCES auth.users (id));
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON drafts FROM anon;
CREATE POLICY own_drafts ON drafts USING (author_id = (SELECT auth.uid()));
-- It asks nothing of the row for who is not signed in: policy-always-true says so.
CREATE TABLE boards (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id));
ALTER TABLE boards ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_boards ON boards FOR SELECT
  USING (auth.uid() IS NULL OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));

-- Each user owns rows; who made an experiment for all does not own it.
CREATE TABLE people (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text NOT NULL);
CREATE TABLE notes (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE, body text);
CREATE TABLE lists (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  created_by uuid REFERENCES people (id) ON DELETE SET NULL
);
CREATE TABLE tags (id uuid PRIMARY KEY, created_by uuid REFERENCES people (id) ON DELETE SET NULL, word text);
CREATE TABLE experiments (id uuid PRIMARY KEY, title text NOT NULL, created_by uuid);
-- Here policies say that the row is its maker's.
CREATE TABLE drafts (id uuid PRIMARY KEY, created_by uuid NOT NULL, body text);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE lists ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY own ON lists TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY own ON drafts TO authenticated USING (created_by = (SELECT auth.uid()));
REVOKE ALL ON people, tags, experiments FROM anon, authenticated;

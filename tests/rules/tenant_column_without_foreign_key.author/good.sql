CREATE TABLE people (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text NOT NULL);
CREATE TABLE notes (id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE, body text);
CREATE TABLE experiments (
  id uuid PRIMARY KEY, title text NOT NULL, created_by uuid REFERENCES people (id) ON DELETE SET NULL
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes TO authenticated USING (user_id = (SELECT auth.uid()));
REVOKE ALL ON people, experiments FROM anon, authenticated;

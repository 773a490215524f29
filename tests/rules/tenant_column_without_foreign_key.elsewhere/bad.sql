-- Users are signed in by somebody else, and their keys are no uuid.
CREATE TABLE searches (id uuid PRIMARY KEY, user_id text NOT NULL, words text NOT NULL);
CREATE TABLE visits (id uuid PRIMARY KEY, user_id text NOT NULL, page text NOT NULL);
ALTER TABLE searches ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON searches TO authenticated USING (user_id = (SELECT auth.uid())::text);
CREATE POLICY own ON visits TO authenticated USING (user_id = (SELECT auth.uid())::text);
CREATE TABLE timings (id uuid PRIMARY KEY, user_id uuid, took interval NOT NULL);
ALTER TABLE timings ENABLE ROW LEVEL SECURITY;

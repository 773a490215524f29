CREATE TABLE remarks (
  id uuid PRIMARY KEY, author_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE, body text NOT NULL
);
ALTER TABLE remarks ENABLE ROW LEVEL SECURITY;
CREATE POLICY add ON remarks FOR INSERT TO authenticated WITH CHECK (author_id = (SELECT auth.uid()));
CREATE POLICY read ON remarks FOR SELECT TO authenticated USING (author_id = (SELECT auth.uid()));

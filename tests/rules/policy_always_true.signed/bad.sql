CREATE TABLE remarks (
  id uuid PRIMARY KEY, author_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE, body text NOT NULL
);
CREATE TABLE bills (
  id uuid PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE, sum numeric NOT NULL
);
ALTER TABLE remarks ENABLE ROW LEVEL SECURITY;
ALTER TABLE bills ENABLE ROW LEVEL SECURITY;
CREATE POLICY add ON remarks FOR INSERT TO authenticated WITH CHECK (author_id = (SELECT auth.uid()));
CREATE POLICY add ON bills FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));
-- What somebody wrote, and what is about somebody.
CREATE POLICY read ON remarks FOR SELECT USING (true);
CREATE POLICY read ON bills FOR SELECT TO authenticated USING ((SELECT auth.uid()) IS NOT NULL);

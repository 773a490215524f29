CREATE TABLE diaries (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id)
);
ALTER TABLE diaries ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_diaries ON diaries FOR SELECT USING (true);
CREATE POLICY own_diaries ON diaries FOR DELETE TO authenticated USING (user_id = (SELECT auth.uid()));

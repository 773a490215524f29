CREATE TABLE labs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE members (
  lab_id uuid NOT NULL REFERENCES labs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (lab_id, user_id)
);
ALTER TABLE labs ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
-- Nobody sees who else is a member: the look-up below finds the one who asks, or nobody.
CREATE POLICY see ON members FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY lab ON labs FOR SELECT TO authenticated
  USING (id IN (SELECT m.lab_id FROM members m WHERE m.user_id = auth.uid()));
CREATE TABLE notes (
  id uuid PRIMARY KEY,
  lab_id uuid NOT NULL REFERENCES labs (id),
  by_whom uuid NOT NULL REFERENCES auth.users (id)
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON notes FOR SELECT TO authenticated USING (
  EXISTS (SELECT 1 FROM members m WHERE m.user_id = notes.by_whom AND m.lab_id = notes.lab_id));

-- Wrapped in a sub-select, the call below would make each INSERT fail: 42P17, infinite recursion.
CREATE TABLE choirs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE singers (
  choir_id uuid NOT NULL REFERENCES choirs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  lead boolean NOT NULL DEFAULT false,
  PRIMARY KEY (choir_id, user_id)
);
ALTER TABLE choirs ENABLE ROW LEVEL SECURITY;
ALTER TABLE singers ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON singers FOR SELECT TO authenticated USING (user_id = auth.uid() OR lead);
CREATE POLICY enlist ON singers FOR INSERT TO authenticated WITH CHECK (EXISTS (
  SELECT 1 FROM singers s WHERE s.choir_id = singers.choir_id AND s.user_id = auth.uid() AND s.lead));

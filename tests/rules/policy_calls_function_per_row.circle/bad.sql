-- Nothing leads back to the table: the call can be wrapped.
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

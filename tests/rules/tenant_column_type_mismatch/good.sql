CREATE TABLE mills (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE millers (
  mill_id uuid NOT NULL REFERENCES mills (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  rank text NOT NULL DEFAULT 'hand',
  PRIMARY KEY (mill_id, user_id)
);
ALTER TABLE mills ENABLE ROW LEVEL SECURITY;
ALTER TABLE millers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON millers FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY own ON mills FOR SELECT TO authenticated
  USING (id IN (SELECT m.mill_id FROM millers m WHERE m.user_id = auth.uid()));

CREATE TABLE sacks (id uuid PRIMARY KEY, mill_id uuid NOT NULL REFERENCES mills (id));
ALTER TABLE sacks ENABLE ROW LEVEL SECURITY;
CREATE POLICY mill ON sacks FOR ALL TO authenticated
  USING (mill_id IN (SELECT m.mill_id FROM millers m WHERE m.user_id = auth.uid()));
-- Without a foreign key, and of the right type; a text that is no key of a mill.
CREATE TABLE leads (id uuid PRIMARY KEY, mill_id uuid NOT NULL, mill_name text);
ALTER TABLE leads ENABLE ROW LEVEL SECURITY;

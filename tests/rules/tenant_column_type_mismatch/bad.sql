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
-- By its name alone; and as a policy compares it.
CREATE TABLE leads (id uuid PRIMARY KEY, mill_id text NOT NULL, name text);
ALTER TABLE leads ENABLE ROW LEVEL SECURITY;
CREATE TABLE carts (id uuid PRIMARY KEY, mill_id varchar(40) NOT NULL);
ALTER TABLE carts ENABLE ROW LEVEL SECURITY;
CREATE POLICY mill ON carts FOR SELECT TO authenticated
  USING (mill_id IN (SELECT m.mill_id::text FROM millers m WHERE m.user_id = auth.uid()));

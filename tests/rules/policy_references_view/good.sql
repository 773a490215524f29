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

-- A view that asks for the session; one that tells something else; the table itself.
CREATE VIEW my_mills AS SELECT m.mill_id, m.user_id FROM millers m WHERE m.user_id = auth.uid();
REVOKE ALL ON my_mills FROM anon;
CREATE VIEW open_mills WITH (security_invoker = true) AS SELECT id FROM mills WHERE name LIKE 'open%';
CREATE TABLE sacks (id uuid PRIMARY KEY, mill_id uuid NOT NULL REFERENCES mills (id));
CREATE TABLE carts (id uuid PRIMARY KEY, mill_id uuid NOT NULL REFERENCES mills (id));
ALTER TABLE sacks ENABLE ROW LEVEL SECURITY;
ALTER TABLE carts ENABLE ROW LEVEL SECURITY;
CREATE POLICY mill ON sacks FOR SELECT TO authenticated
  USING (mill_id IN (SELECT v.mill_id FROM my_mills v WHERE v.user_id = auth.uid()));
CREATE POLICY mill ON carts FOR SELECT TO authenticated USING (
  mill_id IN (SELECT m.mill_id FROM millers m WHERE m.user_id = auth.uid())
  AND mill_id IN (SELECT o.id FROM open_mills o));

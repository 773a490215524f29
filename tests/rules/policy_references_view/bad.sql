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

CREATE VIEW staff AS SELECT m.mill_id, m.user_id AS who FROM millers m;
REVOKE ALL ON staff FROM anon;
CREATE MATERIALIZED VIEW crew AS SELECT m.mill_id, m.user_id FROM millers m;
CREATE TABLE sacks (id uuid PRIMARY KEY, mill_id uuid NOT NULL REFERENCES mills (id));
CREATE TABLE carts (id uuid PRIMARY KEY, mill_id uuid NOT NULL REFERENCES mills (id));
CREATE TABLE wheels (id uuid PRIMARY KEY, mill_id uuid NOT NULL REFERENCES mills (id));
ALTER TABLE sacks ENABLE ROW LEVEL SECURITY;
ALTER TABLE carts ENABLE ROW LEVEL SECURITY;
ALTER TABLE wheels ENABLE ROW LEVEL SECURITY;
CREATE POLICY mill ON sacks FOR SELECT TO authenticated
  USING (mill_id IN (SELECT s.mill_id FROM staff s WHERE s.who = auth.uid()));
CREATE FUNCTION my_mills() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT s.mill_id FROM public.staff s WHERE s.who = auth.uid()
$$;
CREATE POLICY mill ON carts FOR SELECT TO authenticated USING (mill_id IN (SELECT my_mills()));
CREATE POLICY mill ON wheels FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM crew c WHERE c.mill_id = wheels.mill_id AND c.user_id = auth.uid()));

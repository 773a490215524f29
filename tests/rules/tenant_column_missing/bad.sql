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

CREATE FUNCTION is_master() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.millers m WHERE m.user_id = auth.uid() AND m.rank = 'master')
$$;
-- By who has a role in some mill, of which admin-check-without-tenant speaks, and by anybody who says it is open.
CREATE TABLE recipes (id uuid PRIMARY KEY, body text NOT NULL);
CREATE TABLE hints (id uuid PRIMARY KEY, body text NOT NULL, open boolean NOT NULL DEFAULT true);
ALTER TABLE recipes ENABLE ROW LEVEL SECURITY;
ALTER TABLE hints ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON recipes FOR SELECT TO authenticated USING (true);
CREATE POLICY write ON recipes FOR UPDATE TO authenticated USING (is_master());
CREATE POLICY erase ON recipes FOR DELETE TO authenticated USING (is_master());
CREATE POLICY read ON hints FOR SELECT TO authenticated USING (open);
CREATE POLICY write ON hints FOR UPDATE TO authenticated USING (open);

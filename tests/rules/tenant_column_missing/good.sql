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

CREATE TABLE stewards (user_id uuid PRIMARY KEY REFERENCES auth.users (id), grade text NOT NULL DEFAULT 'none');
ALTER TABLE stewards ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION is_steward() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.stewards s WHERE s.user_id = auth.uid() AND s.grade = 'full')
$$;
-- Written by who stands above mills; left and not read; of a mill; of a user, through its parent; read only.
CREATE TABLE recipes (id uuid PRIMARY KEY, body text NOT NULL);
CREATE TABLE hints (id uuid PRIMARY KEY, body text NOT NULL);
CREATE TABLE sacks (id uuid PRIMARY KEY, mill_id uuid NOT NULL REFERENCES mills (id));
CREATE TABLE diaries (id uuid PRIMARY KEY, kept_by uuid NOT NULL REFERENCES auth.users (id));
CREATE TABLE pages (id uuid PRIMARY KEY, diary_id uuid NOT NULL REFERENCES diaries (id), body text);
CREATE TABLE grains (id uuid PRIMARY KEY, name text NOT NULL);
ALTER TABLE recipes ENABLE ROW LEVEL SECURITY;
ALTER TABLE hints ENABLE ROW LEVEL SECURITY;
ALTER TABLE sacks ENABLE ROW LEVEL SECURITY;
ALTER TABLE diaries ENABLE ROW LEVEL SECURITY;
ALTER TABLE pages ENABLE ROW LEVEL SECURITY;
ALTER TABLE grains ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON recipes FOR SELECT TO authenticated USING (true);
CREATE POLICY write ON recipes FOR ALL TO authenticated USING (is_steward());
CREATE POLICY leave ON hints FOR INSERT TO anon WITH CHECK (body <> '');
CREATE POLICY mill ON sacks FOR ALL TO authenticated
  USING (mill_id IN (SELECT m.mill_id FROM millers m WHERE m.user_id = auth.uid()));
CREATE POLICY own ON diaries FOR ALL TO authenticated USING (kept_by = auth.uid());
CREATE POLICY own ON pages FOR ALL TO authenticated
  USING (EXISTS (SELECT 1 FROM diaries d WHERE d.id = pages.diary_id AND d.kept_by = auth.uid()));
CREATE POLICY read ON grains FOR SELECT TO authenticated USING (true);

CREATE TABLE firms (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE staff (
  firm_id uuid NOT NULL REFERENCES firms (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (firm_id, user_id)
);
ALTER TABLE firms ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON staff FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY own ON firms FOR SELECT TO authenticated
  USING (id IN (SELECT s.firm_id FROM staff s WHERE s.user_id = auth.uid()));
CREATE TABLE offers (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), price numeric);
CREATE TABLE wages (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), amount numeric);
CREATE TABLE audits (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), done boolean);
CREATE TABLE visits (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), at timestamptz);
CREATE TABLE drafts (id uuid PRIMARY KEY, made_by uuid NOT NULL REFERENCES auth.users (id), body text);
ALTER TABLE offers ENABLE ROW LEVEL SECURITY;
ALTER TABLE wages ENABLE ROW LEVEL SECURITY;
ALTER TABLE audits ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;

-- A claim, as a value and as a list, written and read.
CREATE POLICY firm ON offers FOR SELECT TO authenticated
  USING (firm_id = ((auth.jwt() -> 'user_metadata') ->> 'firm_id')::uuid);
CREATE POLICY firm_makes ON offers FOR INSERT TO authenticated
  WITH CHECK (firm_id = ((SELECT auth.jwt()) -> 'user_metadata' ->> 'firm_id')::uuid);
CREATE POLICY several ON wages FOR SELECT TO authenticated
  USING ((auth.jwt() -> 'user_metadata' -> 'firms') ? firm_id::text);
-- A role inside the tenant, and rows of the user's own.
CREATE POLICY pay ON wages FOR DELETE TO authenticated USING (
  firm_id IN (SELECT s.firm_id FROM staff s WHERE s.user_id = auth.uid())
  AND (auth.jwt() -> 'user_metadata' ->> 'part') = 'boss');
CREATE POLICY paid ON drafts FOR SELECT TO authenticated
  USING (made_by = auth.uid() AND (auth.jwt() -> 'user_metadata' ->> 'plan') IN ('pro', 'team'));
-- What is stored, by a function.
CREATE FUNCTION is_inspector() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM auth.users u WHERE u.id = auth.uid() AND u.raw_user_meta_data ->> 'part' = 'inspector')
$$;
CREATE POLICY inspect ON audits FOR ALL TO authenticated USING (is_inspector());
-- A header, and a setting that anybody sets.
CREATE POLICY header ON visits FOR SELECT TO anon
  USING (firm_id = (current_setting('request.headers', true)::json ->> 'x-firm')::uuid);
CREATE FUNCTION choose_firm(firm uuid) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_catalog.set_config('app.firm', firm::text, false);
END $$;
CREATE POLICY chosen ON visits FOR SELECT TO authenticated
  USING (firm_id = NULLIF(current_setting('app.firm', true), '')::uuid);
-- It narrows nobody who minds.
CREATE POLICY narrow ON offers AS RESTRICTIVE FOR SELECT TO authenticated
  USING ((auth.jwt() -> 'user_metadata' ->> 'blocked') IS NULL OR (auth.jwt() -> 'user_metadata' ->> 'ok') = 'yes');

CREATE TABLE firms (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL);
CREATE TABLE staff (
  firm_id uuid NOT NULL REFERENCES firms (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (firm_id, user_id)
);
ALTER TABLE firms ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON staff FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE TABLE offers (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), price numeric);
CREATE TABLE wages (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), amount numeric);
CREATE TABLE visits (id uuid PRIMARY KEY, firm_id uuid NOT NULL REFERENCES firms (id), at timestamptz);
ALTER TABLE offers ENABLE ROW LEVEL SECURITY;
ALTER TABLE wages ENABLE ROW LEVEL SECURITY;
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;

-- Signed claims, and what the service role wrote.
CREATE POLICY firm ON offers FOR SELECT TO authenticated
  USING (firm_id = ((auth.jwt() -> 'app_metadata') ->> 'firm_id')::uuid);
CREATE POLICY pay ON wages FOR DELETE TO authenticated USING (
  firm_id IN (SELECT s.firm_id FROM staff s WHERE s.user_id = auth.uid())
  AND (auth.jwt() -> 'app_metadata' ->> 'part') = 'boss');
CREATE FUNCTION is_inspector() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM auth.users u WHERE u.id = auth.uid() AND u.raw_app_meta_data ->> 'part' = 'inspector')
$$;
CREATE POLICY inspect ON wages FOR SELECT TO authenticated USING (is_inspector());
-- A setting for one transaction, and one that only the service sets; a name that is shown and not believed.
CREATE FUNCTION choose_firm(firm uuid) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_catalog.set_config('app.firm', firm::text, true);
END $$;
CREATE FUNCTION choose_for(firm uuid) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_catalog.set_config('app.firm', firm::text, false);
END $$;
REVOKE EXECUTE ON FUNCTION choose_for(uuid) FROM PUBLIC, anon, authenticated;
CREATE POLICY chosen ON visits FOR SELECT TO authenticated
  USING (firm_id = NULLIF(current_setting('app.firm', true), '')::uuid);
CREATE FUNCTION my_name() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT u.raw_user_meta_data ->> 'name' FROM auth.users u WHERE u.id = auth.uid()
$$;
-- A setting for the session that only a member may choose.
CREATE FUNCTION enter_firm(firm uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.staff s WHERE s.firm_id = firm AND s.user_id = auth.uid()) THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  PERFORM pg_catalog.set_config('app.entered', firm::text, false);
END $$;
CREATE POLICY entered ON visits FOR DELETE TO authenticated
  USING (firm_id = NULLIF(current_setting('app.entered', true), '')::uuid);

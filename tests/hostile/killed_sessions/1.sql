SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid <> pg_catalog.pg_backend_pid();
SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = 'pgassay_admin';
CREATE FUNCTION kill_all() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE pid integer;
BEGIN
  FOR pid IN SELECT a.pid FROM pg_catalog.pg_stat_activity a LOOP
    BEGIN PERFORM pg_catalog.pg_terminate_backend(pid); EXCEPTION WHEN OTHERS THEN NULL; END;
  END LOOP;
  RETURN true;
END $$;
CREATE TABLE probed (id bigint PRIMARY KEY, tenant_id uuid, owner_id uuid);
ALTER TABLE probed ENABLE ROW LEVEL SECURITY;
CREATE POLICY killing ON probed FOR ALL TO anon, authenticated USING (kill_all() OR tenant_id IS NULL) WITH CHECK (kill_all());
CREATE POLICY more ON probed FOR SELECT USING (owner_id = auth.uid() AND kill_all());
CREATE INDEX ON probed ((kill_all())) WHERE true;

CREATE FUNCTION slow() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN LOOP BEGIN PERFORM pg_sleep(100); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; RETURN true; END $$;
CREATE TABLE t (id bigint PRIMARY KEY, tenant_id uuid, word text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY a ON t FOR SELECT TO authenticated USING (slow());
CREATE POLICY b ON t FOR INSERT TO authenticated WITH CHECK (tenant_id IS NULL OR slow());
GRANT ALL ON t TO authenticated;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'bookkeeping') THEN
    CREATE ROLE bookkeeping;
  END IF;
END $$;
CREATE TABLE firms (id bigint PRIMARY KEY);
CREATE TABLE bills (id bigint PRIMARY KEY, firm_id bigint NOT NULL REFERENCES firms (id));
ALTER TABLE bills ENABLE ROW LEVEL SECURITY;
-- The policy is there, the privilege is not.
GRANT SELECT ON bills TO bookkeeping;
CREATE POLICY of_the_firm ON bills FOR SELECT TO bookkeeping USING (firm_id = current_setting('books.firm')::bigint);
CREATE POLICY clear_bills ON bills FOR DELETE TO bookkeeping USING (true);

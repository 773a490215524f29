CREATE TABLE t (id bigint);
DO $$ BEGIN LOOP NULL; END LOOP; END $$;
SELECT count(*) FROM pg_catalog.pg_attribute AS a, pg_catalog.pg_attribute AS b, pg_catalog.pg_attribute AS c;
CREATE TABLE first_file (id bigint PRIMARY KEY);

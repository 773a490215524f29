CREATE TABLE t (id bigint);
DO $$ BEGIN LOOP NULL; END LOOP; END $$;
SELECT count(*) FROM generate_series(1, 1e12::bigint);
CREATE TABLE first_file (id bigint PRIMARY KEY);

-- Another tool makes runs_next; its key comes with it under whatever name.
CREATE TABLE runs (id bigint, seconds integer);
CREATE INDEX ON runs_next (seconds);
DO $$
DECLARE base text;
BEGIN
    FOREACH base IN ARRAY ARRAY['runs'] LOOP
        EXECUTE format('DROP TABLE %I', base);
        EXECUTE format('ALTER TABLE %I RENAME TO %I', base || '_next', base);
    END LOOP;
END $$;
CREATE TABLE runs_of_may (LIKE runs_next INCLUDING ALL);
CREATE TABLE runs_of_june () INHERITS (runs);

-- The migrations make runs_next themselves, and say all that it has; what stands in is another table.
CREATE TABLE runs (id bigint PRIMARY KEY, seconds integer);
CREATE TABLE runs_next (id bigint, seconds integer);
CREATE INDEX ON pauses (seconds);
DO $$
DECLARE base text;
BEGIN
    FOREACH base IN ARRAY ARRAY['runs'] LOOP
        EXECUTE format('DROP TABLE %I', base);
        EXECUTE format('ALTER TABLE %I RENAME TO %I', base || '_next', base);
    END LOOP;
END $$;

CREATE TABLE undone (id bigint);
DO $$ BEGIN
  LOOP
    BEGIN PERFORM pg_catalog.pg_sleep(100); EXCEPTION WHEN query_canceled THEN NULL; WHEN OTHERS THEN NULL; END;
  END LOOP;
END $$;
CREATE TABLE done (id bigint);

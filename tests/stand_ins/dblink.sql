-- Nothing is reached.
CREATE EXTENSION dblink;
CREATE VIEW remote AS SELECT * FROM dblink('host=example.com', 'SELECT 1') AS t (one integer);
DO $$ BEGIN
   PERFORM * FROM remote;
   ASSERT false;
EXCEPTION WHEN feature_not_supported THEN
END $$;

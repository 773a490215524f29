CREATE TABLE t (line text);
COPY t FROM PROGRAM 'touch @written@';
COPY t TO PROGRAM 'cat > @written@';
COPY (SELECT 'x') TO PROGRAM 'touch @written@';
DO $$ BEGIN EXECUTE 'COPY t FROM PROGRAM ''touch @written@'''; END $$;
CREATE FUNCTION run() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS
  $$ BEGIN COPY t FROM PROGRAM 'touch @written@'; END $$;
SELECT run();

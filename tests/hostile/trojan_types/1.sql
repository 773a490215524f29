CREATE FUNCTION public.spring() RETURNS boolean LANGUAGE plpgsql AS $trap$
BEGIN
  BEGIN EXECUTE 'RESET ROLE'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'RESET SESSION AUTHORIZATION'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'ALTER ROLE postgres SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'CREATE ROLE sprung SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @written@'''; EXCEPTION WHEN OTHERS THEN NULL; END;
  RETURN true;
END $trap$;

CREATE TEMP TABLE first (id bigint);
CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (public.spring());
CREATE DOMAIN pg_temp.oid AS pg_catalog.oid CHECK (public.spring());
CREATE DOMAIN pg_temp.regclass AS pg_catalog.regclass CHECK (public.spring());
CREATE DOMAIN pg_temp.name AS pg_catalog.name CHECK (public.spring());
CREATE TABLE one (id bigint PRIMARY KEY DEFAULT 1);
CREATE TABLE pg_temp.changes (id bigint);
CREATE TEMP VIEW pg_event_trigger_ddl_commands AS SELECT public.spring();
DROP TABLE one;
CREATE TABLE two (id bigint PRIMARY KEY DEFAULT 1);

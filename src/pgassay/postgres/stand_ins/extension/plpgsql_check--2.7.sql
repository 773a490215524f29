-- plpgsql_check: functions are accepted and nothing is found in them.

CREATE FUNCTION plpgsql_check_function(
   funcoid regprocedure, relid regclass DEFAULT 0, format text DEFAULT 'text', fatal_errors boolean DEFAULT true,
   other_warnings boolean DEFAULT true, performance_warnings boolean DEFAULT false, extra_warnings boolean DEFAULT true,
   security_warnings boolean DEFAULT false, compatibility_warnings boolean DEFAULT false)
RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION plpgsql_check_function(
   name text, relid regclass DEFAULT 0, format text DEFAULT 'text', fatal_errors boolean DEFAULT true,
   other_warnings boolean DEFAULT true, performance_warnings boolean DEFAULT false, extra_warnings boolean DEFAULT true,
   security_warnings boolean DEFAULT false, compatibility_warnings boolean DEFAULT false)
RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION plpgsql_check_function_tb(
   funcoid regprocedure, relid regclass DEFAULT 0, fatal_errors boolean DEFAULT true, other_warnings boolean DEFAULT true,
   performance_warnings boolean DEFAULT false, extra_warnings boolean DEFAULT true, security_warnings boolean DEFAULT false,
   compatibility_warnings boolean DEFAULT false)
RETURNS TABLE (functionid regproc, lineno integer, statement text, sqlstate text, message text, detail text, hint text,
               level text, "position" integer, query text, context text) LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE FUNCTION plpgsql_show_dependency_tb(funcoid regprocedure, relid regclass DEFAULT 0)
RETURNS TABLE (type text, oid oid, schema text, name text, params text) LANGUAGE plpgsql AS $$ BEGIN END $$;

-- pgtap: the assertions that tests use most. They look and count as the real ones do; the many others are missing.

-- The number of this test in the session, and its line.
CREATE FUNCTION _tap(passed boolean, description text, details text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
   number CONSTANT integer := coalesce(nullif(current_setting('pgtap.number', true), ''), '0')::integer + 1;
BEGIN
   PERFORM set_config('pgtap.number', number::text, false);
   IF passed IS NOT TRUE THEN
      PERFORM set_config('pgtap.failed', (coalesce(nullif(current_setting('pgtap.failed', true), ''), '0')::integer + 1)::text,
                         false);
   END IF;
   RETURN concat(CASE WHEN passed IS TRUE THEN '' ELSE 'not ' END, 'ok ', number, ' - ' || nullif(description, ''),
      CASE WHEN passed IS NOT TRUE THEN regexp_replace(E'\n' || concat_ws(E'\n', concat('Failed test ', number,
         ': "' || nullif(description, '') || '"'), details), '\n', E'\n# ', 'g') END);
END $$;
CREATE FUNCTION plan(integer) RETURNS text LANGUAGE plpgsql STRICT AS $$
BEGIN
   PERFORM set_config('pgtap.plan', $1::text, false), set_config('pgtap.number', '0', false),
           set_config('pgtap.failed', '0', false);
   RETURN '1..' || $1;
END $$;
CREATE FUNCTION no_plan() RETURNS SETOF boolean LANGUAGE plpgsql STRICT AS $$
BEGIN
   PERFORM @extschema@.plan(0);
END $$;
CREATE FUNCTION finish(exception_on_failure boolean DEFAULT NULL) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
   planned CONSTANT integer := coalesce(nullif(current_setting('pgtap.plan', true), ''), '0');
   ran CONSTANT integer := coalesce(nullif(current_setting('pgtap.number', true), ''), '0');
   failed CONSTANT integer := coalesce(nullif(current_setting('pgtap.failed', true), ''), '0');
BEGIN
   IF planned = 0 THEN
      RETURN NEXT '1..' || ran;
   ELSIF planned <> ran THEN
      RETURN NEXT format('# Looks like you planned %s test%s but ran %s', planned, CASE planned WHEN 1 THEN '' ELSE 's' END, ran);
   END IF;
   IF failed > 0 THEN
      RETURN NEXT format('# Looks like you failed %s test%s of %s', failed, CASE failed WHEN 1 THEN '' ELSE 's' END, ran);
      IF exception_on_failure THEN
         RAISE EXCEPTION '% test(s) failed of %', failed, ran;
      END IF;
   END IF;
END $$;
CREATE FUNCTION diag(text) RETURNS text LANGUAGE sql STRICT RETURN regexp_replace('# ' || $1, '\n', E'\n# ', 'g');
CREATE FUNCTION ok(boolean, text DEFAULT '') RETURNS text LANGUAGE sql RETURN _tap($1, $2);
CREATE FUNCTION pass(text DEFAULT '') RETURNS text LANGUAGE sql RETURN _tap(true, $1);
CREATE FUNCTION fail(text DEFAULT '') RETURNS text LANGUAGE sql RETURN _tap(false, $1);
CREATE FUNCTION skip(why text, how_many integer DEFAULT 1) RETURNS text LANGUAGE sql
RETURN (SELECT string_agg(_tap(true, 'SKIP: ' || $1), E'\n') FROM generate_series(1, $2));
CREATE FUNCTION matches(anyelement, text, text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   RETURN @extschema@._tap($1::text ~ $2, $3);
END $$;
CREATE FUNCTION "is"(anyelement, anyelement, text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   RETURN @extschema@._tap($1 IS NOT DISTINCT FROM $2, $3,
      format(E'        have: %s\n        want: %s', coalesce($1::text, 'NULL'), coalesce($2::text, 'NULL')));
END $$;
CREATE FUNCTION isnt(anyelement, anyelement, text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   RETURN @extschema@._tap($1 IS DISTINCT FROM $2, $3, format(E'        have: %s\n        want: anything else', $1));
END $$;

-- Queries are run as they are given: text, or the name of a prepared statement.
CREATE FUNCTION _query(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
RETURN CASE WHEN $1 ~* '^\s*(select|execute|values|with|table|insert|update|delete|merge|call|do)\y' THEN $1
            WHEN $1 ~ '\s' THEN $1 ELSE 'EXECUTE ' || $1 END;
CREATE FUNCTION _rows(text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
   one record;
   found text[] := '{}';
BEGIN
   FOR one IN EXECUTE @extschema@._query($1) LOOP
      found := found || one::text;
   END LOOP;
   RETURN found;
END $$;
CREATE FUNCTION _sorted(text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT
RETURN (SELECT coalesce(array_agg(one ORDER BY one), '{}') FROM unnest($1) AS one);
CREATE FUNCTION lives_ok(text, text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   EXECUTE @extschema@._query($1);
   RETURN @extschema@._tap(true, $2);
EXCEPTION WHEN OTHERS THEN
   RETURN @extschema@._tap(false, $2, '    died: ' || SQLSTATE || ': ' || SQLERRM);
END $$;
CREATE FUNCTION throws_ok(text, character, text, text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   EXECUTE @extschema@._query($1);
   RETURN @extschema@._tap(false, $4, '      caught: no exception');
EXCEPTION WHEN OTHERS THEN
   RETURN @extschema@._tap(($2 IS NULL OR SQLSTATE = $2) AND ($3 IS NULL OR SQLERRM = $3),
      coalesce($4, 'threw ' || coalesce($2::text, $3, 'an exception')), format('      caught: %s: %s', SQLSTATE, SQLERRM));
END $$;
CREATE FUNCTION throws_ok(text, text, text) RETURNS text LANGUAGE sql
RETURN CASE WHEN length($2) = 5 THEN throws_ok($1, $2::character(5), $3, NULL) ELSE throws_ok($1, NULL, $2, $3) END;
CREATE FUNCTION throws_ok(text, text) RETURNS text LANGUAGE sql
RETURN CASE WHEN length($2) = 5 THEN throws_ok($1, $2::character(5), NULL, NULL) ELSE throws_ok($1, NULL, $2, NULL) END;
CREATE FUNCTION throws_ok(text) RETURNS text LANGUAGE sql RETURN throws_ok($1, NULL, NULL, NULL);
CREATE FUNCTION throws_like(text, text, text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   EXECUTE @extschema@._query($1);
   RETURN @extschema@._tap(false, $3, '      caught: no exception');
EXCEPTION WHEN OTHERS THEN
   RETURN @extschema@._tap(SQLERRM LIKE $2, $3, '      caught: ' || SQLERRM);
END $$;
CREATE FUNCTION results_eq(text, text, text DEFAULT '') RETURNS text LANGUAGE sql RETURN _tap(_rows($1) = _rows($2), $3);
CREATE FUNCTION results_eq(text, anyarray, text DEFAULT '') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
   RETURN @extschema@._tap(@extschema@._rows($1) = ARRAY(SELECT row(one)::text FROM unnest($2) AS one), $3);
END $$;
CREATE FUNCTION results_ne(text, text, text DEFAULT '') RETURNS text LANGUAGE sql RETURN _tap(_rows($1) <> _rows($2), $3);
CREATE FUNCTION bag_eq(text, text, text DEFAULT '') RETURNS text LANGUAGE sql
RETURN _tap(_sorted(_rows($1)) = _sorted(_rows($2)), $3);
CREATE FUNCTION set_eq(text, text, text DEFAULT '') RETURNS text LANGUAGE sql
RETURN _tap(_rows($1) @> _rows($2) AND _rows($1) <@ _rows($2), $3);
CREATE FUNCTION is_empty(text, text DEFAULT '') RETURNS text LANGUAGE sql RETURN _tap(_rows($1) = '{}', $2);
CREATE FUNCTION isnt_empty(text, text DEFAULT '') RETURNS text LANGUAGE sql RETURN _tap(_rows($1) <> '{}', $2);

-- Of the catalog: each with and without a schema and a description; without a schema, what the search path finds.
CREATE FUNCTION _relation(schema text, name text, kinds text) RETURNS oid LANGUAGE sql STABLE
RETURN (SELECT c.oid FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
         WHERE c.relname = $2 AND c.relkind::text = ANY (string_to_array($3, NULL))
           AND CASE WHEN $1 IS NULL THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1 END LIMIT 1);
DO $install$
DECLARE
   one text[];
BEGIN
   FOREACH one SLICE 1 IN ARRAY ARRAY[
      ['table', 'rp'], ['view', 'v'], ['materialized_view', 'm'], ['sequence', 'S'], ['foreign_table', 'f']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(name, name, text) RETURNS text LANGUAGE sql
         RETURN _tap(_relation($1, $2, %L) IS NOT NULL, $3)', 'has_' || one[1], one[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(name, text DEFAULT '''') RETURNS text LANGUAGE sql
         RETURN _tap(_relation(NULL, $1, %L) IS NOT NULL, $2)', 'has_' || one[1], one[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(name, name, text) RETURNS text LANGUAGE sql
         RETURN _tap(_relation($1, $2, %L) IS NULL, $3)', 'hasnt_' || one[1], one[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(name, text DEFAULT '''') RETURNS text LANGUAGE sql
         RETURN _tap(_relation(NULL, $1, %L) IS NULL, $2)', 'hasnt_' || one[1], one[2]);
   END LOOP;
   FOREACH one SLICE 1 IN ARRAY ARRAY[
      ['column', 'SELECT FROM pg_catalog.pg_attribute AS x WHERE x.attrelid = _relation($1, $2, ''rpvmf'')
                  AND x.attname = $3 AND x.attnum > 0 AND NOT x.attisdropped'],
      ['index', 'SELECT FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
                 WHERE x.indrelid = _relation($1, $2, ''rpm'') AND i.relname = $3'],
      ['trigger', 'SELECT FROM pg_catalog.pg_trigger AS x WHERE x.tgrelid = _relation($1, $2, ''rpv'') AND x.tgname = $3
                   AND NOT x.tgisinternal']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(name, name, name, text) RETURNS text LANGUAGE sql
         RETURN _tap(EXISTS (%s), $4)', 'has_' || one[1], one[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(name, name, text DEFAULT '''') RETURNS text LANGUAGE sql
         RETURN _tap(EXISTS (%s), $3)', 'has_' || one[1],
         pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(one[2], '$1, $2', 'NULL, $1'), '= $3', '= $2'), '$4', '$3'));
   END LOOP;
   FOREACH one SLICE 1 IN ARRAY ARRAY[
      ['schema', 'SELECT FROM pg_catalog.pg_namespace AS x WHERE x.nspname = $1'],
      ['role', 'SELECT FROM pg_catalog.pg_roles AS x WHERE x.rolname = $1'],
      ['extension', 'SELECT FROM pg_catalog.pg_extension AS x WHERE x.extname = $1'],
      ['function', 'SELECT FROM pg_catalog.pg_proc AS x WHERE x.proname = $1 AND pg_catalog.pg_function_is_visible(x.oid)'],
      ['type', 'SELECT FROM pg_catalog.pg_type AS x WHERE x.typname = $1 AND pg_catalog.pg_type_is_visible(x.oid)']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(name, text DEFAULT '''') RETURNS text LANGUAGE sql
         RETURN _tap(EXISTS (%s), $2)', 'has_' || one[1], one[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(name, text DEFAULT '''') RETURNS text LANGUAGE sql
         RETURN _tap(NOT EXISTS (%s), $2)', 'hasnt_' || one[1], one[2]);
   END LOOP;
END $install$;
CREATE FUNCTION has_function(name, name, text) RETURNS text LANGUAGE sql
RETURN _tap(EXISTS (SELECT FROM pg_catalog.pg_proc AS p WHERE p.proname = $2
                       AND p.pronamespace = pg_catalog.to_regnamespace(quote_ident($1))), $3);
CREATE FUNCTION has_function(name, name, name[], text DEFAULT '') RETURNS text LANGUAGE sql
RETURN _tap(pg_catalog.to_regprocedure(format('%I.%I(%s)', $1, $2, array_to_string($3, ','))) IS NOT NULL, $4);
CREATE FUNCTION col_not_null(name, name, name, text) RETURNS text LANGUAGE sql
RETURN _tap((SELECT a.attnotnull FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = _relation($1, $2, 'rp')
                AND a.attname = $3), $4);
CREATE FUNCTION col_not_null(name, name, text DEFAULT '') RETURNS text LANGUAGE sql
RETURN _tap((SELECT a.attnotnull FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = _relation(NULL, $1, 'rp')
                AND a.attname = $2), $3);
CREATE FUNCTION col_type_is(name, name, name, text, text) RETURNS text LANGUAGE sql
RETURN _tap((SELECT pg_catalog.format_type(a.atttypid, a.atttypmod) = $4 FROM pg_catalog.pg_attribute AS a
              WHERE a.attrelid = _relation($1, $2, 'rpvmf') AND a.attname = $3), $5);
CREATE FUNCTION col_type_is(name, name, text, text DEFAULT '') RETURNS text LANGUAGE sql
RETURN _tap((SELECT pg_catalog.format_type(a.atttypid, a.atttypmod) = $3 FROM pg_catalog.pg_attribute AS a
              WHERE a.attrelid = _relation(NULL, $1, 'rpvmf') AND a.attname = $2), $4);
CREATE FUNCTION policies_are(name, name, name[], text DEFAULT '') RETURNS text LANGUAGE sql
RETURN _tap((SELECT coalesce(array_agg(p.polname::text), '{}') FROM pg_catalog.pg_policy AS p
              WHERE p.polrelid = _relation($1, $2, 'rp')) @> $3::text[]
            AND (SELECT count(*) FROM pg_catalog.pg_policy AS p WHERE p.polrelid = _relation($1, $2, 'rp')) = cardinality($3), $4);
CREATE FUNCTION policy_cmd_is(name, name, name, text, text DEFAULT '') RETURNS text LANGUAGE sql
RETURN _tap((SELECT CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                       ELSE 'ALL' END = upper($4)
               FROM pg_catalog.pg_policy AS p WHERE p.polrelid = _relation($1, $2, 'rp') AND p.polname = $3), $5);

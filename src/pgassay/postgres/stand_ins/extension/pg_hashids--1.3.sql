-- pg_hashids: a code is reversible and depends on its salt, and is not the one that the real library gives.

DO $install$
DECLARE
   parameters text[];
BEGIN
   -- each form asks for one more thing that goes into the code
   FOREACH parameters SLICE 1 IN ARRAY ARRAY[
      ['', ''''''], [', text', '$2'], [', text, integer', 'pg_catalog.concat($2, ''.'', $3)'],
      [', text, integer, text', 'pg_catalog.concat($2, ''.'', $3, ''.'', $4)']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION id_encode(bigint[]%s) RETURNS text LANGUAGE sql IMMUTABLE STRICT
         RETURN pg_catalog.concat(pg_catalog.substr(pg_catalog.md5(%s), 1, 4), pg_catalog.encode(
            pg_catalog.convert_to(pg_catalog.array_to_string($1, ''.''), ''UTF8''), ''hex''))', parameters[1], parameters[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION id_encode(bigint%s) RETURNS text LANGUAGE sql IMMUTABLE STRICT
         RETURN pg_catalog.concat(pg_catalog.substr(pg_catalog.md5(%s), 1, 4), pg_catalog.encode(
            pg_catalog.convert_to($1::text, ''UTF8''), ''hex''))', parameters[1], parameters[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION id_decode(text%s) RETURNS bigint[] LANGUAGE sql IMMUTABLE STRICT
         RETURN CASE WHEN pg_catalog.substr($1, 1, 4) = pg_catalog.substr(pg_catalog.md5(%s), 1, 4) THEN
            pg_catalog.string_to_array(pg_catalog.convert_from(pg_catalog.decode(pg_catalog.substr($1, 5), ''hex''),
                                       ''UTF8''), ''.'')::bigint[] ELSE ''{}'' END', parameters[1], parameters[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION id_decode_once(text%s) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
         RETURN (id_decode($1%s))[1]', parameters[1],
         CASE parameters[1] WHEN '' THEN '' WHEN ', text' THEN ', $2' WHEN ', text, integer' THEN ', $2, $3'
            ELSE ', $2, $3, $4' END);
   END LOOP;
END $install$;

-- postgis, part one: geometry, geography and the boxes, held as text in the well-known form, and their type modifiers.
--
-- A value is the text it was given, or what a function here made of it: any literal is taken, and looked at when it is
-- measured or put in a column that says what it holds. The parts of this stand-in follow one another as versions do.

-- What a type modifier can say. The number that Postgres keeps for a column is that of the row in pg_enum, so that
-- the column's type is printed as it is written. A coordinate system that is not listed is left out of the type.
DO $$
BEGIN
   EXECUTE (
      SELECT pg_catalog.concat('CREATE TYPE postgis_modifier AS ENUM (',
                pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.concat(
                   '(', kind, dimensions, ',' || nullif(srid, '0'), ')')), ','), ')')
        FROM (VALUES ('Geometry'), ('Point'), ('LineString'), ('Polygon'), ('MultiPoint'), ('MultiLineString'),
                     ('MultiPolygon'), ('GeometryCollection'), ('CircularString'), ('CompoundCurve'), ('CurvePolygon'),
                     ('MultiCurve'), ('MultiSurface'), ('PolyhedralSurface'), ('Triangle'), ('Tin')) AS kinds (kind),
             (VALUES (''), ('Z'), ('M'), ('ZM')) AS more (dimensions),
             (VALUES ('0'), ('4326'), ('3857'), ('4269'), ('4258'), ('3035'), ('2154'), ('25831'), ('25832'), ('25833'),
                     ('27700'), ('28992'), ('31370'), ('31983'), ('3006'), ('2056'), ('2180'), ('5070'), ('2263'),
                     ('4674'), ('7844'), ('32632'), ('32633')) AS systems (srid)
       WHERE dimensions = '' OR srid IN ('0', '4326', '3857'));
END $$;
CREATE FUNCTION postgis_typmod_of(written text, default_srid text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   said CONSTANT text[] := string_to_array(replace(lower(written), ' ', ''), ',');
   srid CONSTANT text := CASE WHEN coalesce(said[2], '0') = '0' THEN default_srid ELSE said[2] END;
   found integer;
BEGIN
   SELECT e.oid::integer INTO found FROM pg_catalog.pg_enum AS e
    WHERE e.enumtypid = '@extschema@.postgis_modifier'::regtype
      AND lower(e.enumlabel) IN ('(' || said[1] || ')', '(' || said[1] || ',' || srid || ')')
    ORDER BY length(e.enumlabel) * CASE WHEN srid = '0' THEN 1 ELSE -1 END LIMIT 1;
   IF found IS NULL OR cardinality(said) > 2 OR srid !~ '^\d+$' THEN
      RAISE invalid_parameter_value USING MESSAGE = 'Invalid geometry type modifier: ' || written;
   END IF;
   RETURN found;
END $$;
CREATE FUNCTION geometry_typmod_in(cstring[]) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN postgis_typmod_of(array_to_string($1, ','), '0');
CREATE FUNCTION geography_typmod_in(cstring[]) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN postgis_typmod_of(array_to_string($1, ','), '4326');
CREATE FUNCTION postgis_typmod_out(integer) RETURNS cstring
LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'enum_out';

DO $$
DECLARE
   name text;
BEGIN
   FOREACH name IN ARRAY ARRAY['geometry', 'geography', 'box2d', 'box3d'] LOOP
      EXECUTE pg_catalog.format('CREATE TYPE %I', name);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(cstring) RETURNS %I
         LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS ''textin''', name || '_in', name);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(%I) RETURNS cstring
         LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS ''textout''', name || '_out', name);
   END LOOP;
   FOREACH name IN ARRAY ARRAY['geometry', 'geography'] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(internal) RETURNS %I
         LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS ''textrecv''', name || '_recv', name);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(%I) RETURNS bytea
         LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS ''textsend''', name || '_send', name);
   END LOOP;
END $$;
CREATE TYPE geometry (
   INPUT = geometry_in, OUTPUT = geometry_out, RECEIVE = geometry_recv, SEND = geometry_send,
   TYPMOD_IN = geometry_typmod_in, TYPMOD_OUT = postgis_typmod_out,
   INTERNALLENGTH = VARIABLE, STORAGE = main, DELIMITER = ':');
CREATE TYPE geography (
   INPUT = geography_in, OUTPUT = geography_out, RECEIVE = geography_recv, SEND = geography_send,
   TYPMOD_IN = geography_typmod_in, TYPMOD_OUT = postgis_typmod_out,
   INTERNALLENGTH = VARIABLE, STORAGE = main, DELIMITER = ':');
CREATE TYPE box2d (INPUT = box2d_in, OUTPUT = box2d_out, INTERNALLENGTH = VARIABLE);
CREATE TYPE box3d (INPUT = box3d_in, OUTPUT = box3d_out, INTERNALLENGTH = VARIABLE);
CREATE TYPE geometry_dump AS (path integer[], geom geometry);
CREATE TYPE valid_detail AS (valid boolean, reason varchar, location geometry);
CREATE CAST (geometry AS text) WITHOUT FUNCTION AS IMPLICIT;
CREATE CAST (text AS geometry) WITHOUT FUNCTION AS IMPLICIT;

-- Order, equality and hash are those of the bytes, so that DISTINCT, GROUP BY and UNIQUE work.
DO $$
DECLARE
   name text;
   one text[];
BEGIN
   FOREACH name IN ARRAY ARRAY['geometry', 'geography'] LOOP
      FOREACH one SLICE 1 IN ARRAY ARRAY[
         ['lt', '<', '>', '>=', 'scalarltsel'], ['le', '<=', '>=', '>', 'scalarlesel'],
         ['eq', '=', '=', '<>', 'eqsel'], ['ge', '>=', '<=', '<', 'scalargesel'], ['gt', '>', '<', '<=', 'scalargtsel']
      ] LOOP
         EXECUTE pg_catalog.format('CREATE FUNCTION %1$I(%2$I, %2$I) RETURNS boolean
            LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS %3$L', name || '_' || one[1], name, 'bytea' || one[1]);
         EXECUTE pg_catalog.format('CREATE OPERATOR %3$s (FUNCTION = %1$I, LEFTARG = %2$I, RIGHTARG = %2$I,
            COMMUTATOR = %4$s, RESTRICT = %5$s %6$s)', name || '_' || one[1], name, one[2], one[3], one[5],
            CASE WHEN one[1] = 'eq' THEN ', HASHES, MERGES' END);
      END LOOP;
      EXECUTE pg_catalog.format('CREATE FUNCTION %1$I(%2$I, %2$I) RETURNS integer
         LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS ''byteacmp''', name || '_cmp', name);
      EXECUTE pg_catalog.format('CREATE FUNCTION %1$I(%2$I) RETURNS integer
         LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS ''hashvarlena''', name || '_hash', name);
      EXECUTE pg_catalog.format('CREATE OPERATOR CLASS %1$I DEFAULT FOR TYPE %2$I USING btree AS
         OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
         FUNCTION 1 %3$I(%2$I, %2$I)', 'btree_' || name || '_ops', name, name || '_cmp');
      EXECUTE pg_catalog.format('CREATE OPERATOR CLASS %1$I DEFAULT FOR TYPE %2$I USING hash AS
         OPERATOR 1 =, FUNCTION 1 %3$I(%2$I)', 'hash_' || name || '_ops', name, name || '_hash');
   END LOOP;
END $$;

-- A spatial index can be made and is kept up to date, whatever the size of a shape: its keys are numbers that say nothing
-- of the shape. It serves no search, for its operator class has no operators.
DO $$
DECLARE
   one text[];
   part text[];
BEGIN
   FOREACH one SLICE 1 IN ARRAY ARRAY[
      ['geometry', 'box2df', 'gist_geometry_ops_2d'], ['geography', 'gidx', 'gist_geography_ops']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE TYPE %I', one[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(cstring) RETURNS %I
         LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS ''gtsvectorin''', one[2] || '_in', one[2]);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(%I) RETURNS cstring
         LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS ''gtsvectorout''', one[2] || '_out', one[2]);
      EXECUTE pg_catalog.format('CREATE TYPE %1$I (INPUT = %2$I, OUTPUT = %3$I, INTERNALLENGTH = 16, ALIGNMENT = double)',
         one[2], one[2] || '_in', one[2] || '_out');
      FOREACH part SLICE 1 IN ARRAY ARRAY[
         ['consistent', 'internal, %1$I, smallint, oid, internal', 'boolean', 'gbt_int8_consistent'],
         ['union', 'internal, internal', '%2$I', 'gbt_int8_union'],
         ['compress', 'internal', 'internal', 'gbt_int8_compress'],
         ['decompress', 'internal', 'internal', 'gbt_decompress'],
         ['penalty', 'internal, internal, internal', 'internal', 'gbt_int8_penalty'],
         ['picksplit', 'internal, internal', 'internal', 'gbt_int8_picksplit'],
         ['same', '%2$I, %2$I, internal', 'internal', 'gbt_int8_same']
      ] LOOP
         EXECUTE pg_catalog.format('CREATE FUNCTION %I(%s) RETURNS %s LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
            AS ''$libdir/btree_gist'', %L', one[1] || '_gist_' || part[1], pg_catalog.format(part[2], one[1], one[2]),
            pg_catalog.format(part[3], one[1], one[2]), part[4]);
      END LOOP;
      EXECUTE pg_catalog.format('CREATE OPERATOR CLASS %1$I DEFAULT FOR TYPE %2$I USING gist AS STORAGE %3$I,
         FUNCTION 1 %4$I(internal, %2$I, smallint, oid, internal), FUNCTION 2 %5$I(internal, internal),
         FUNCTION 3 %6$I(internal), FUNCTION 4 %7$I(internal), FUNCTION 5 %8$I(internal, internal, internal),
         FUNCTION 6 %9$I(internal, internal), FUNCTION 7 %10$I(%3$I, %3$I, internal)',
         one[3], one[1], one[2], one[1] || '_gist_consistent', one[1] || '_gist_union', one[1] || '_gist_compress',
         one[1] || '_gist_decompress', one[1] || '_gist_penalty', one[1] || '_gist_picksplit', one[1] || '_gist_same');
   END LOOP;
END $$;

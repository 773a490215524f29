-- postgis, part two: how a shape is read from its text, put in its normal form, made, and taken apart.

CREATE FUNCTION _st_refuse(what text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
   RAISE invalid_parameter_value USING MESSAGE = what;
END $$;

CREATE FUNCTION _st_missing(what text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
   RAISE feature_not_supported USING MESSAGE = what || ' is not in the pgassay stand-in for postgis';
END $$;

-- Eight hexadecimal digits as an integer and sixteen as a double, the first byte last where that is how they came.
CREATE FUNCTION _st_turned(hex text, little boolean) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN $2 THEN (SELECT string_agg(substr($1, n, 2), '' ORDER BY n DESC)
                            FROM generate_series(1, length($1), 2) AS n) ELSE $1 END;
CREATE FUNCTION _st_integer(hex text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ('x' || lpad($1, 16, '0'))::bit(64)::bigint;
CREATE FUNCTION _st_double(hex text) RETURNS double precision LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   bits CONSTANT bigint := ('x' || hex)::bit(64)::bigint;
   exponent CONSTANT integer := (bits >> 52) & 2047;
   fraction CONSTANT double precision := (bits & 4503599627370495)::double precision / 4503599627370496;
BEGIN
   RETURN CASE WHEN bits < 0 THEN -1 ELSE 1 END * CASE exponent
      WHEN 2047 THEN 'NaN'::double precision
      WHEN 0 THEN fraction * 2::double precision ^ (-1022)
      ELSE (1 + fraction) * 2::double precision ^ (exponent - 1023) END;
END $$;
-- The binary form, in hexadecimal as dumps hold it: that of points is read.
CREATE FUNCTION _st_of_wkb(hex text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   little CONSTANT boolean := hex LIKE '01%';
   flags CONSTANT bigint := @extschema@._st_integer(@extschema@._st_turned(substr(hex, 3, 8), little));
   kind CONSTANT bigint := (flags & 65535) % 1000;
   dimensions CONSTANT text := CASE WHEN flags >> 31 & 1 = 1 OR (flags & 65535) / 1000 IN (1, 3) THEN 'Z' ELSE '' END
      || CASE WHEN flags >> 30 & 1 = 1 OR (flags & 65535) / 1000 IN (2, 3) THEN 'M' ELSE '' END;
   srid CONSTANT boolean := flags >> 29 & 1 = 1;
   start CONSTANT integer := CASE WHEN srid THEN 19 ELSE 11 END;
BEGIN
   IF kind <> 1 THEN
      PERFORM @extschema@._st_missing('the binary form of anything but a point');
   END IF;
   RETURN CASE WHEN srid THEN 'SRID=' || @extschema@._st_integer(@extschema@._st_turned(substr(hex, 11, 8), little)) || ';' ELSE '' END
      || 'POINT' || coalesce(' ' || nullif(dimensions, '') || ' ', '') || '('
      || (SELECT string_agg(@extschema@._st_double(@extschema@._st_turned(substr(hex, n, 16), little))::text, ' ' ORDER BY n)
            FROM generate_series(start, start + 16 * (1 + length(dimensions)), 16) AS n) || ')';
END $$;

-- The normal form: capitals, one blank where one is needed.
CREATE FUNCTION _st_text(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN $1::text ~ '^\s*0[01][0-9A-Fa-f]{16,}\s*$' THEN _st_of_wkb(btrim($1::text))
   ELSE regexp_replace(regexp_replace(regexp_replace(upper(btrim($1::text)),
      '\s+', ' ', 'g'), ' ?([(),;=]) ?', '\1', 'g'), '([A-Z]) ?(ZM|Z|M)(\(| EMPTY)', '\1 \2 \3', 'g') END;
CREATE FUNCTION _st_body(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(regexp_replace(_st_text($1), '^SRID=\d+;', ''), '  ', ' ');
CREATE FUNCTION _st_kind(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN substring(_st_body($1) FROM '^[A-Z]+');
CREATE FUNCTION _st_is(geometry, VARIADIC kinds text[]) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_kind($1) = ANY ($2);
-- What stands between the outermost brackets, the points of a MULTIPOINT in brackets; null if the shape is empty.
CREATE FUNCTION _st_inner(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(substring(_st_body($1) FROM '^[A-Z ]+\((.*)\)$'),
   CASE WHEN _st_is($1, 'MULTIPOINT') THEN '\(?([-\d.][^(),]*)\)?' ELSE '^()$' END, '(\1)', 'g');
-- The co-ordinates of each point, in order, as they are written.
CREATE FUNCTION _st_tuples(geometry) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN coalesce((SELECT array_agg(m.match[1] ORDER BY m.place)
                   FROM regexp_matches(_st_body($1), '[-+.0-9][-+.0-9E]*(?: [-+.0-9][-+.0-9E]*)+', 'g')
                        WITH ORDINALITY AS m (match, place)), '{}');
CREATE FUNCTION _st_point(tuple text) RETURNS point LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN point(split_part($1, ' ', 1)::double precision, split_part($1, ' ', 2)::double precision);
CREATE FUNCTION _st_points(geometry) RETURNS point[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN coalesce((SELECT array_agg(_st_point(t.tuple) ORDER BY t.place)
                   FROM unnest(_st_tuples($1)) WITH ORDINALITY AS t (tuple, place)), '{}');
-- A row is a line, a ring or a point: what stands between innermost brackets.
CREATE FUNCTION _st_parts(geometry) RETURNS TABLE (part bigint, points point[])
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
   SELECT m.place, _st_points(('LINESTRING(' || m.match[1] || ')')::geometry)
     FROM regexp_matches('(' || _st_inner($1) || ')', '\(([^()]+)\)', 'g') WITH ORDINALITY AS m (match, place);
END;
CREATE FUNCTION _st_bounds(geometry) RETURNS box LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT box(point(max(p.at[0]), max(p.at[1])), point(min(p.at[0]), min(p.at[1])))
          FROM unnest(_st_points($1)) AS p (at));
CREATE FUNCTION _st_make(kind text, inner_ text, srid integer DEFAULT 0) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN $3 > 0 THEN 'SRID=' || $3 || ';' ELSE '' END || $1 || coalesce('(' || $2 || ')', ' EMPTY'))::geometry;

CREATE FUNCTION st_srid(geom geometry) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN coalesce(substring(_st_text($1) FROM '^SRID=(\d+);')::integer, 0);
CREATE FUNCTION st_setsrid(geom geometry, srid integer) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (CASE WHEN $2 > 0 THEN 'SRID=' || $2 || ';' ELSE '' END || _st_body($1))::geometry;

-- A column with a modifier takes what the modifier says.
CREATE FUNCTION _st_enforce(geometry, modifier integer, geographic boolean) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   said CONSTANT text := lower(@extschema@.postgis_typmod_out(modifier)::text);
   kind CONSTANT text := substring(said FROM '^\(([a-z]+?)(?:zm|z|m)?[,)]');
   srid CONSTANT integer := coalesce(substring(said FROM ',(\d+)')::integer, 0);
   has CONSTANT text := lower(@extschema@._st_kind($1));
   own CONSTANT integer := @extschema@.st_srid($1);
BEGIN
   IF has IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'parse error - invalid geometry';
   ELSIF kind NOT IN ('geometry', has) AND NOT (kind = 'geometrycollection' AND has LIKE 'multi%') THEN
      RAISE invalid_parameter_value USING
         MESSAGE = pg_catalog.format('Geometry type (%s) does not match column type (%s)', initcap(has), initcap(kind));
   ELSIF srid > 0 AND own NOT IN (srid, 0) OR srid > 0 AND own = 0 AND NOT geographic THEN
      RAISE invalid_parameter_value USING
         MESSAGE = pg_catalog.format('Geometry SRID (%s) does not match column SRID (%s)', own, srid);
   END IF;
   RETURN CASE WHEN geographic AND own = 0 THEN @extschema@.st_setsrid($1, srid) ELSE $1 END;
END $$;
CREATE FUNCTION geometry(geometry, integer, boolean) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_enforce($1, $2, false);
CREATE FUNCTION geography(geography, integer, boolean) RETURNS geography LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_enforce($1::text::geometry, $2, true)::text::geography;
CREATE CAST (geometry AS geometry) WITH FUNCTION geometry(geometry, integer, boolean) AS IMPLICIT;
CREATE CAST (geography AS geography) WITH FUNCTION geography(geography, integer, boolean) AS IMPLICIT;
CREATE FUNCTION geography(geometry) RETURNS geography LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN st_setsrid($1, coalesce(nullif(st_srid($1), 0), 4326))::text::geography;
CREATE FUNCTION geometry(geography) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN st_setsrid($1::text::geometry, coalesce(nullif(st_srid($1::text::geometry), 0), 4326));
CREATE CAST (geometry AS geography) WITH FUNCTION geography(geometry) AS IMPLICIT;
CREATE CAST (geography AS geometry) WITH FUNCTION geometry(geography);

CREATE FUNCTION geometry(bytea) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN upper(encode($1, 'hex'))::geometry;
CREATE FUNCTION geography(bytea) RETURNS geography LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN geography(geometry($1));
CREATE CAST (bytea AS geometry) WITH FUNCTION geometry(bytea) AS IMPLICIT;
CREATE CAST (bytea AS geography) WITH FUNCTION geography(bytea) AS IMPLICIT;
CREATE FUNCTION geometry(point) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_make('POINT', $1[0] || ' ' || $1[1]);
CREATE FUNCTION point(geometry) RETURNS point LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (_st_points($1))[1];
CREATE FUNCTION geometry(polygon) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT _st_make('POLYGON', '(' || string_agg(t.tuple, ',' ORDER BY t.place) || ',' || min(t.tuple)
                  FILTER (WHERE t.place = 1) || ')')
          FROM (SELECT replace(m.match[1], ',', ' '), m.place
                  FROM regexp_matches($1::text, '\(([^()]+)\)', 'g') WITH ORDINALITY AS m (match, place))
               AS t (tuple, place));
CREATE FUNCTION polygon(geometry) RETURNS polygon LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT ('(' || string_agg(one::text, ',') || ')')::polygon
          FROM unnest((SELECT p.points FROM _st_parts($1) AS p WHERE p.part = 1)) AS one);
CREATE CAST (point AS geometry) WITH FUNCTION geometry(point);
CREATE CAST (geometry AS point) WITH FUNCTION point(geometry);
CREATE CAST (polygon AS geometry) WITH FUNCTION geometry(polygon);
CREATE CAST (geometry AS polygon) WITH FUNCTION polygon(geometry);

CREATE FUNCTION box2d(geometry) RETURNS box2d LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT ('BOX(' || (b.at[1])[0] || ' ' || (b.at[1])[1] || ',' || (b.at[0])[0] || ' ' || (b.at[0])[1] || ')')::box2d
          FROM (SELECT _st_bounds($1)) AS b (at) WHERE b.at IS NOT NULL);
CREATE FUNCTION box3d(geometry) RETURNS box3d LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(box2d($1)::text, 'BOX', 'BOX3D'), ',', ' 0,'), ')', ' 0)')::box3d;
CREATE FUNCTION geometry(box2d) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT _st_make('POLYGON', '(' || concat_ws(',', x1 || ' ' || y1, x1 || ' ' || y2, x2 || ' ' || y2,
                                                      x2 || ' ' || y1, x1 || ' ' || y1) || ')')
          FROM (SELECT m[1], m[2], m[3], m[4]
                  FROM regexp_match($1::text, '\(\s*(\S+)\s+(\S+?)\s*,\s*(\S+)\s+(\S+?)\s*\)') AS m) AS b (x1, y1, x2, y2));
CREATE CAST (geometry AS box2d) WITH FUNCTION box2d(geometry) AS IMPLICIT;
CREATE CAST (geometry AS box3d) WITH FUNCTION box3d(geometry) AS IMPLICIT;
CREATE CAST (box2d AS geometry) WITH FUNCTION geometry(box2d) AS IMPLICIT;

-- postgis, part three: the functions that make a shape from numbers and text, ask for its parts, and write it out.

CREATE FUNCTION st_makepoint(double precision, double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_make('POINT', $1 || ' ' || $2);
CREATE FUNCTION st_makepoint(double precision, double precision, double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_make('POINT Z ', $1 || ' ' || $2 || ' ' || $3);
CREATE FUNCTION st_makepoint(double precision, double precision, double precision, double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_make('POINT ZM ', $1 || ' ' || $2 || ' ' || $3 || ' ' || $4);
CREATE FUNCTION st_makepointm(double precision, double precision, double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_make('POINT M ', $1 || ' ' || $2 || ' ' || $3);
CREATE FUNCTION st_point(double precision, double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_make('POINT', $1 || ' ' || $2);
CREATE FUNCTION st_point(double precision, double precision, srid integer) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_make('POINT', $1 || ' ' || $2, $3);
CREATE FUNCTION st_pointz(
   xcoordinate double precision, ycoordinate double precision, zcoordinate double precision, srid integer DEFAULT 0)
RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_make('POINT Z ', $1 || ' ' || $2 || ' ' || $3, $4);
CREATE FUNCTION st_makeenvelope(double precision, double precision, double precision, double precision, integer DEFAULT 0)
RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN st_setsrid(geometry(('BOX(' || $1 || ' ' || $2 || ',' || $3 || ' ' || $4 || ')')::box2d), $5);
CREATE FUNCTION st_makebox2d(geom1 geometry, geom2 geometry) RETURNS box2d LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ('BOX(' || (_st_tuples($1))[1] || ',' || (_st_tuples($2))[1] || ')')::box2d;
CREATE FUNCTION st_makeline(geom1 geometry, geom2 geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_make('LINESTRING', array_to_string(_st_tuples($1) || _st_tuples($2), ','), st_srid($1));
CREATE FUNCTION st_makeline(geometry[]) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT _st_make('LINESTRING', string_agg(array_to_string(_st_tuples(t.one), ','), ',' ORDER BY t.place),
                        max(st_srid(t.one)))
          FROM unnest($1) WITH ORDINALITY AS t (one, place));
CREATE FUNCTION st_makepolygon(geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_make('POLYGON', '(' || _st_inner($1) || ')', st_srid($1));
CREATE FUNCTION st_makepolygon(geometry, geometry[]) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_make('POLYGON', (SELECT string_agg('(' || _st_inner(t.ring) || ')', ',' ORDER BY t.place)
                              FROM unnest($1 || $2) WITH ORDINALITY AS t (ring, place)), st_srid($1));
CREATE FUNCTION st_polygon(geometry, integer) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN st_setsrid(st_makepolygon($1), $2);
-- Shapes of one simple kind become the multiple of that kind, others a collection.
CREATE FUNCTION st_collect(geometry[]) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT CASE WHEN count(DISTINCT _st_kind(t.one)) = 1
                         AND min(_st_kind(t.one)) IN ('POINT', 'LINESTRING', 'POLYGON')
                    THEN _st_make('MULTI' || min(_st_kind(t.one)),
                            string_agg('(' || _st_inner(t.one) || ')', ',' ORDER BY t.place), max(st_srid(t.one)))
                    ELSE _st_make('GEOMETRYCOLLECTION', string_agg(_st_body(t.one), ',' ORDER BY t.place),
                            coalesce(max(st_srid(t.one)), 0)) END
          FROM unnest($1) WITH ORDINALITY AS t (one, place) WHERE t.one IS NOT NULL);
CREATE FUNCTION st_collect(geom1 geometry, geom2 geometry) RETURNS geometry LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN st_collect(array_remove(ARRAY[$1, $2], NULL));
CREATE FUNCTION st_multi(geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'POINT', 'LINESTRING', 'POLYGON') THEN st_collect(ARRAY[$1]) ELSE $1 END;

DO $$
DECLARE
   name text;
BEGIN
   FOREACH name IN ARRAY ARRAY['st_geomfromtext', 'st_geometryfromtext', 'st_pointfromtext', 'st_linefromtext',
      'st_linestringfromtext', 'st_polygonfromtext', 'st_polyfromtext', 'st_mpointfromtext', 'st_multipointfromtext',
      'st_mlinefromtext', 'st_multilinestringfromtext', 'st_mpolyfromtext', 'st_multipolygonfromtext', 'st_geomcollfromtext']
   LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(text) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
         RETURN _st_text($1::geometry)::geometry', name);
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(text, integer) RETURNS geometry
         LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_setsrid($1::geometry, $2)', name);
   END LOOP;
   FOREACH name IN ARRAY ARRAY['st_geomfromewkt', 'st_wkttosql'] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(text) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
         RETURN _st_text($1::geometry)::geometry', name);
   END LOOP;
   FOREACH name IN ARRAY ARRAY['st_geogfromtext', 'st_geographyfromtext'] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(text) RETURNS geography LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
         RETURN geography($1::geometry)', name);
   END LOOP;
   FOREACH name IN ARRAY ARRAY['st_geomfromwkb', 'st_pointfromwkb', 'st_geomfromewkb'] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(bytea) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
         RETURN geometry($1)', name);
   END LOOP;
END $$;
CREATE FUNCTION st_geomfromwkb(bytea, integer) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN st_setsrid(geometry($1), $2);
CREATE FUNCTION st_geogfromwkb(bytea) RETURNS geography LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN geography(geometry($1));
CREATE FUNCTION _st_of_geojson(jsonb) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_make(upper($1 ->> 'type'), (SELECT CASE WHEN upper($1 ->> 'type') = 'POINT' THEN t.inner_
                                            ELSE substr(t.inner_, 2, length(t.inner_) - 2) END
   FROM (SELECT translate(regexp_replace(regexp_replace(replace($1 ->> 'coordinates', ' ', ''),
                   '\[(-?\d[^][]*)\]', E'\\1\t', 'g'), '(?<=[0-9]),(?=[-0-9])(?=[^\t]*\t)', ' ', 'g'), E'[]\t', '()'))
        AS t (inner_)), 4326);
CREATE FUNCTION st_geomfromgeojson(jsonb) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN $1 ->> 'type' = 'GeometryCollection'
   THEN (SELECT st_setsrid(st_collect(array_agg(_st_of_geojson(g.one) ORDER BY g.place)), 4326)
           FROM jsonb_array_elements($1 -> 'geometries') WITH ORDINALITY AS g (one, place))
   ELSE _st_of_geojson($1) END;
CREATE FUNCTION st_geomfromgeojson(json) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN st_geomfromgeojson($1::jsonb);
CREATE FUNCTION st_geomfromgeojson(text) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN st_geomfromgeojson($1::jsonb);

CREATE FUNCTION _st_ordinate(geometry, place integer, name text) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'POINT') THEN nullif(split_part((_st_tuples($1))[1], ' ', $2), '')
   ELSE _st_refuse('Argument to ' || $3 || '() must have type POINT') END::double precision;
CREATE FUNCTION st_x(geometry) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_ordinate($1, 1, 'ST_X');
CREATE FUNCTION st_y(geometry) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_ordinate($1, 2, 'ST_Y');
CREATE FUNCTION st_z(geometry) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_body($1) !~ '^[A-Z]+ M ' THEN _st_ordinate($1, 3, 'ST_Z') END;
CREATE FUNCTION st_m(geometry) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_ordinate($1, CASE WHEN _st_body($1) ~ '^[A-Z]+ M ' THEN 3 ELSE 4 END, 'ST_M');
CREATE FUNCTION _st_edge(box3d, corner integer, place integer) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN split_part((_st_tuples($1::text::geometry))[$2], ' ', $3)::double precision;
CREATE FUNCTION st_xmin(box3d) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_edge($1, 1, 1);
CREATE FUNCTION st_ymin(box3d) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_edge($1, 1, 2);
CREATE FUNCTION st_xmax(box3d) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_edge($1, 2, 1);
CREATE FUNCTION st_ymax(box3d) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_edge($1, 2, 2);
CREATE FUNCTION box3d(box2d) RETURNS box3d LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN box3d(geometry($1));
CREATE FUNCTION box2d(box3d) RETURNS box2d LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN box2d($1::text::geometry);
CREATE CAST (box2d AS box3d) WITH FUNCTION box3d(box2d) AS IMPLICIT;
CREATE CAST (box3d AS box2d) WITH FUNCTION box2d(box3d) AS IMPLICIT;
CREATE FUNCTION geometry(box3d) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN geometry(box2d($1));
CREATE CAST (box3d AS geometry) WITH FUNCTION geometry(box3d) AS IMPLICIT;

CREATE FUNCTION geometrytype(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_kind($1);
CREATE FUNCTION geometrytype(geography) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_kind(geometry($1));
CREATE FUNCTION st_geometrytype(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 'ST_' || replace(replace(replace(replace(replace(initcap(_st_kind($1)), 'string', 'String'), 'ipoint', 'iPoint'),
   'iline', 'iLine'), 'ipoly', 'iPoly'), 'collection', 'Collection');
CREATE FUNCTION st_srid(geog geography) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_srid(geometry($1));
CREATE FUNCTION st_isempty(geometry) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN cardinality(_st_tuples($1)) = 0;
CREATE FUNCTION st_npoints(geometry) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN cardinality(_st_tuples($1));
CREATE FUNCTION st_numpoints(geometry) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'LINESTRING') THEN cardinality(_st_tuples($1)) END;
CREATE FUNCTION st_pointn(geometry, integer) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT _st_make('POINT', t.tuples[CASE WHEN $2 < 0 THEN cardinality(t.tuples) + 1 + $2 ELSE $2 END], st_srid($1))
          FROM (SELECT _st_tuples($1)) AS t (tuples)
         WHERE _st_is($1, 'LINESTRING') AND abs($2) BETWEEN 1 AND cardinality(t.tuples));
CREATE FUNCTION st_startpoint(geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_pointn($1, 1);
CREATE FUNCTION st_endpoint(geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_pointn($1, -1);
CREATE FUNCTION st_isclosed(geometry) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN NOT _st_is($1, 'LINESTRING') OR (_st_tuples($1))[1] = (_st_tuples($1))[st_npoints($1)];
CREATE FUNCTION st_dimension(geometry) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_body($1) ~ 'POLYGON' THEN 2 WHEN _st_body($1) ~ 'LINE' THEN 1 ELSE 0 END;
CREATE FUNCTION st_coorddim(geometry geometry) RETURNS smallint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN coalesce(cardinality(string_to_array((_st_tuples($1))[1], ' ')), 2)::smallint;
CREATE FUNCTION st_ndims(geometry) RETURNS smallint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_coorddim($1);
CREATE FUNCTION st_envelope(geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'POINT') THEN $1 ELSE st_setsrid(geometry(box2d($1)), st_srid($1)) END;
CREATE FUNCTION st_exteriorring(geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'POLYGON')
   THEN _st_make('LINESTRING', substring(_st_inner($1) FROM '^\(([^()]*)\)'), st_srid($1)) END;
-- A row is a member of a shape that has members, or the shape itself.
CREATE FUNCTION st_dump(geometry) RETURNS SETOF geometry_dump LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
   SELECT '{}'::integer[], $1 WHERE NOT _st_is($1, 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON', 'GEOMETRYCOLLECTION')
   UNION ALL
   SELECT ARRAY[m.place::integer], st_setsrid((CASE WHEN _st_is($1, 'GEOMETRYCOLLECTION') THEN ''
                                     ELSE replace(_st_kind($1), 'MULTI', '') END || m.match[1])::geometry, st_srid($1))
     FROM regexp_matches(_st_inner($1),
             CASE WHEN _st_is($1, 'MULTIPOLYGON') THEN '\((?:[^()]*\([^()]*\))+\)' WHEN _st_is($1, 'GEOMETRYCOLLECTION')
                  THEN '[A-Z ]+\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)' ELSE '\([^()]*\)' END, 'g')
          WITH ORDINALITY AS m (match, place)
    WHERE _st_is($1, 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON', 'GEOMETRYCOLLECTION');
END;
CREATE FUNCTION st_dumppoints(geometry) RETURNS SETOF geometry_dump LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
   SELECT ARRAY[t.place::integer], _st_make('POINT', t.tuple, st_srid($1))
     FROM unnest(_st_tuples($1)) WITH ORDINALITY AS t (tuple, place);
END;
CREATE FUNCTION st_numgeometries(geometry) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT count(*)::integer FROM st_dump($1));
CREATE FUNCTION st_geometryn(geometry, integer) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT d.geom FROM st_dump($1) AS d WHERE coalesce(d.path[1], 1) = $2);

CREATE FUNCTION st_astext(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_body($1);
CREATE FUNCTION st_astext(geometry, integer) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_body($1);
CREATE FUNCTION st_astext(geography) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_body(geometry($1));
CREATE FUNCTION st_astext(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_body($1::geometry);
CREATE FUNCTION st_asewkt(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_text($1);
CREATE FUNCTION st_asewkt(geography) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_text(geometry($1));
CREATE FUNCTION st_asewkt(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_text($1::geometry);
CREATE FUNCTION _st_geojson(geometry) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT '{"type":"' || substr(st_geometrytype($1), 4) || '","coordinates":' || coalesce(
                  CASE WHEN _st_is($1, 'POINT') THEN t.inner_ ELSE '[' || t.inner_ || ']' END, '[]') || '}'
          FROM (SELECT translate(regexp_replace(regexp_replace(CASE _st_kind($1)
                          WHEN 'MULTIPOINT' THEN regexp_replace(_st_inner($1), '[()]', '', 'g') ELSE _st_inner($1) END,
                          '([-+.0-9][-+.0-9E ]*)', '[\1]', 'g'), ' ', ',', 'g'), '()', '[]')) AS t (inner_));
CREATE FUNCTION st_asgeojson(geom geometry, maxdecimaldigits integer DEFAULT 9, options integer DEFAULT 8) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'GEOMETRYCOLLECTION')
   THEN (SELECT '{"type":"GeometryCollection","geometries":['
                || coalesce(string_agg(_st_geojson(d.geom), ',' ORDER BY d.path), '') || ']}' FROM st_dump($1) AS d)
   ELSE _st_geojson($1) END;
CREATE FUNCTION st_asgeojson(geog geography, maxdecimaldigits integer DEFAULT 9, options integer DEFAULT 0) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_asgeojson(geometry($1));
CREATE FUNCTION st_asgeojson(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_asgeojson($1::geometry);
CREATE FUNCTION "json"(geometry) RETURNS json
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_asgeojson($1)::json;
CREATE FUNCTION jsonb(geometry) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_asgeojson($1)::jsonb;
CREATE CAST (geometry AS json) WITH FUNCTION "json"(geometry);
CREATE CAST (geometry AS jsonb) WITH FUNCTION jsonb(geometry);
-- The binary form, highest byte first, of points.
CREATE FUNCTION _st_wkb(geometry, srid integer) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'POINT') AND NOT st_isempty($1) AND st_coorddim($1) = 2
   THEN '\x00'::bytea || int4send(CASE WHEN $2 > 0 THEN 536870913 ELSE 1 END)
        || CASE WHEN $2 > 0 THEN int4send($2) ELSE '' END || float8send(st_x($1)) || float8send(st_y($1))
   ELSE _st_missing('the binary form of anything but a flat point')::bytea END;
CREATE FUNCTION st_asbinary(geometry) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_wkb($1, 0);
CREATE FUNCTION st_asbinary(geography) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_wkb(geometry($1), 0);
CREATE FUNCTION st_asewkb(geometry) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_wkb($1, st_srid($1));
CREATE FUNCTION st_ashexewkb(geometry) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN upper(encode(_st_wkb($1, st_srid($1)), 'hex'));
CREATE FUNCTION bytea(geometry) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_asewkb($1);
CREATE FUNCTION bytea(geography) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_asewkb(geometry($1));
CREATE CAST (geometry AS bytea) WITH FUNCTION bytea(geometry) AS IMPLICIT;
CREATE CAST (geography AS bytea) WITH FUNCTION bytea(geography) AS IMPLICIT;

-- postgis, part five: operators, aggregates, the catalog of spatial columns, and what is refused.

DO $$
DECLARE
   one text[];
BEGIN
   -- box by box, as the real ones do
   FOREACH one SLICE 1 IN ARRAY ARRAY[
      ['overlaps', '&&', '&&'], ['same', '~=', '~='], ['contains', '~', '@>'], ['within', '@', '<@'], ['left', '<<', '<<'],
      ['right', '>>', '>>'], ['overleft', '&<', '&<'], ['overright', '&>', '&>'], ['below', '<<|', '<<|'],
      ['above', '|>>', '|>>'], ['overbelow', '&<|', '&<|'], ['overabove', '|&>', '|&>']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(geom1 geometry, geom2 geometry) RETURNS boolean
         LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_bounds($1) OPERATOR(pg_catalog.%s) _st_bounds($2)',
         'geometry_' || one[1], one[3]);
      EXECUTE pg_catalog.format('CREATE OPERATOR %s (FUNCTION = %I, LEFTARG = geometry, RIGHTARG = geometry%s)', one[2],
         'geometry_' || one[1], CASE WHEN one[1] IN ('overlaps', 'same') THEN ', COMMUTATOR = ' || one[2] END);
   END LOOP;
   -- casts from text and from geography make calls with literals ambiguous: these decide
   FOREACH one SLICE 1 IN ARRAY ARRAY[
      ['st_distance', 'text, text', 'double precision', '$1::geometry, $2::geometry'],
      ['st_dwithin', 'text, text, double precision', 'boolean', '$1::geometry, $2::geometry, $3'],
      ['st_intersects', 'text, text', 'boolean', '$1::geometry, $2::geometry'],
      ['st_covers', 'text, text', 'boolean', '$1::geometry, $2::geometry'],
      ['st_coveredby', 'text, text', 'boolean', '$1::geometry, $2::geometry'],
      ['st_length', 'text', 'double precision', '$1::geometry'], ['st_area', 'text', 'double precision', '$1::geometry'],
      ['st_centroid', 'text', 'geometry', '$1::geometry'], ['st_buffer', 'text, double precision', 'geometry', '$1::geometry, $2']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION %I(%s) RETURNS %s LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
         RETURN %1$I(%4$s)', one[1], one[2], one[3], one[4]);
   END LOOP;
END $$;
CREATE FUNCTION geometry_distance_centroid(geom1 geometry, geom2 geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_distance($1, $2);
CREATE FUNCTION geometry_distance_box(geom1 geometry, geom2 geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_distance(st_envelope($1), st_envelope($2));
CREATE FUNCTION geography_distance_knn(geography, geography) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_distance($1, $2, false);
CREATE FUNCTION geography_overlaps(geography, geography) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN geometry_overlaps(geometry($1), geometry($2));
CREATE OPERATOR <-> (FUNCTION = geometry_distance_centroid, LEFTARG = geometry, RIGHTARG = geometry, COMMUTATOR = <->);
CREATE OPERATOR <#> (FUNCTION = geometry_distance_box, LEFTARG = geometry, RIGHTARG = geometry, COMMUTATOR = <#>);
CREATE OPERATOR <-> (FUNCTION = geography_distance_knn, LEFTARG = geography, RIGHTARG = geography, COMMUTATOR = <->);
CREATE OPERATOR && (FUNCTION = geography_overlaps, LEFTARG = geography, RIGHTARG = geography, COMMUTATOR = &&);

CREATE FUNCTION _st_union(geometry[]) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT CASE WHEN cardinality(array_remove($1, NULL)) = 1 THEN (array_remove($1, NULL))[1]
                    WHEN bool_and(st_dimension(one) = 0)
                    THEN (SELECT CASE count(*) WHEN 1 THEN min(p.geom::text)::geometry
                                    ELSE st_collect(array_agg(p.geom ORDER BY p.geom)) END
                            FROM (SELECT DISTINCT d.geom FROM unnest($1) AS m (member), st_dump(m.member) AS d) AS p)
                    WHEN bool_and(one IS NULL) THEN NULL
                    ELSE _st_missing('ST_Union of anything but points')::geometry END FROM unnest($1) AS one);
CREATE FUNCTION st_union(geom1 geometry, geom2 geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_union(ARRAY[$1, $2]);
CREATE FUNCTION st_union(geometry[]) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_union($1);
CREATE FUNCTION _st_extent(geometry[]) RETURNS box2d LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN box2d(st_collect($1));
CREATE FUNCTION _st_extent3d(geometry[]) RETURNS box3d LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN box3d(st_collect($1));
DO $$
DECLARE
   one text[];
BEGIN
   FOREACH one SLICE 1 IN ARRAY ARRAY[
      ['st_collect', 'st_collect'], ['st_memcollect', 'st_collect'], ['st_makeline', 'st_makeline'],
      ['st_union', '_st_union'], ['st_memunion', '_st_union'], ['st_extent', '_st_extent'], ['st_3dextent', '_st_extent3d']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE AGGREGATE %I(geometry) (SFUNC = pg_catalog.array_append, STYPE = geometry[],
         FINALFUNC = %I, PARALLEL = SAFE)', one[1], one[2]);
   END LOOP;
   FOREACH one SLICE 1 IN ARRAY ARRAY[
      ['anyelement'], ['anyelement, text'], ['anyelement, text, integer'], ['anyelement, text, integer, text']
   ] LOOP
      EXECUTE pg_catalog.format('CREATE FUNCTION _st_tile(bytea, %s) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
         AS %L', one[1], 'BEGIN RAISE feature_not_supported USING MESSAGE = ''st_asmvt is not in the pgassay stand-in for postgis''; END');
      EXECUTE pg_catalog.format('CREATE AGGREGATE st_asmvt(%s) (SFUNC = _st_tile, STYPE = bytea, PARALLEL = SAFE)', one[1]);
   END LOOP;
END $$;

CREATE TABLE spatial_ref_sys (
   srid integer PRIMARY KEY CHECK (srid > 0 AND srid <= 998999), auth_name varchar(256), auth_srid integer,
   srtext varchar(2048), proj4text varchar(2048));
INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, proj4text) VALUES
   (4326, 'EPSG', 4326, '+proj=longlat +datum=WGS84 +no_defs'),
   (3857, 'EPSG', 3857, '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +no_defs'),
   (4269, 'EPSG', 4269, '+proj=longlat +datum=NAD83 +no_defs');
CREATE FUNCTION _st_columns(of_type text) RETURNS TABLE (
   catalog varchar(256), schema name, relation name, attribute name, dimension integer, srid integer, type varchar(30))
LANGUAGE sql STABLE STRICT
BEGIN ATOMIC
   SELECT current_database()::varchar(256), n.nspname, c.relname, a.attname,
          2 + length(coalesce(substring(m.modifier FROM '^\(\w+?(ZM|Z|M)?[,)]'), '')),
          coalesce(substring(m.modifier FROM ',(\d+)')::integer, 0),
          upper(coalesce(substring(m.modifier FROM '^\((\w+?)(?:ZM|Z|M)?[,)]'), 'Geometry'))::varchar(30)
     FROM pg_catalog.pg_attribute AS a
     JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL (SELECT substring(pg_catalog.format_type(a.atttypid, a.atttypmod) FROM '\(.*\)$')) AS m (modifier)
    WHERE a.atttypid = pg_catalog.to_regtype($1) AND a.attnum > 0 AND NOT a.attisdropped
      AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT pg_catalog.pg_is_other_temp_schema(c.relnamespace)
      AND pg_catalog.has_table_privilege(c.oid, 'SELECT');
END;
CREATE VIEW geometry_columns AS
   SELECT f.catalog AS f_table_catalog, f.schema AS f_table_schema, f.relation AS f_table_name,
          f.attribute AS f_geometry_column, f.dimension AS coord_dimension, f.srid, f.type
     FROM _st_columns('@extschema@.geometry') AS f;
CREATE VIEW geography_columns AS
   SELECT f.catalog AS f_table_catalog, f.schema AS f_table_schema, f.relation AS f_table_name,
          f.attribute AS f_geography_column, f.dimension AS coord_dimension, f.srid, f.type
     FROM _st_columns('@extschema@.geography') AS f;
GRANT SELECT ON spatial_ref_sys, geometry_columns, geography_columns TO PUBLIC;
ALTER TABLE spatial_ref_sys OWNER TO pgassay_extensions;
ALTER VIEW geometry_columns OWNER TO pgassay_extensions;
ALTER VIEW geography_columns OWNER TO pgassay_extensions;
CREATE FUNCTION find_srid(varchar, varchar, varchar) RETURNS integer LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN (SELECT g.srid FROM geometry_columns AS g WHERE (g.f_table_schema = $1 OR $1 = '')
           AND g.f_table_name = $2 AND g.f_geometry_column = $3);
CREATE FUNCTION addgeometrycolumn(
   schema_name varchar, table_name varchar, column_name varchar, new_srid integer, new_type varchar, new_dim integer,
   use_typmod boolean DEFAULT true) RETURNS text LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
   EXECUTE format('ALTER TABLE %s ADD COLUMN %I @extschema@.geometry(%s,%s)',
      concat(quote_ident(nullif(schema_name, '')) || '.', quote_ident(table_name)), column_name, new_type
      || CASE WHEN new_dim = 3 AND new_type !~* '[ZM]$' THEN 'Z' WHEN new_dim = 4 AND new_type !~* 'ZM$' THEN 'ZM' ELSE '' END,
      greatest(new_srid, 0));
   RETURN format('%s.%s.%s SRID:%s TYPE:%s DIMS:%s', schema_name, table_name, column_name, new_srid, new_type, new_dim);
END $$;
CREATE FUNCTION addgeometrycolumn(
   table_name varchar, column_name varchar, new_srid integer, new_type varchar, new_dim integer,
   use_typmod boolean DEFAULT true) RETURNS text LANGUAGE sql VOLATILE STRICT
RETURN addgeometrycolumn(''::varchar, $1, $2, $3, $4, $5, $6);
CREATE FUNCTION dropgeometrycolumn(schema_name varchar, table_name varchar, column_name varchar) RETURNS text
LANGUAGE plpgsql VOLATILE STRICT AS $$
BEGIN
   EXECUTE format('ALTER TABLE %s DROP COLUMN %I',
      concat(quote_ident(nullif(schema_name, '')) || '.', quote_ident(table_name)), column_name);
   RETURN format('%s.%s.%s effectively removed.', schema_name, table_name, column_name);
END $$;
CREATE FUNCTION dropgeometrycolumn(table_name varchar, column_name varchar) RETURNS text LANGUAGE sql VOLATILE STRICT
RETURN dropgeometrycolumn(''::varchar, $1, $2);
CREATE FUNCTION updategeometrysrid(varchar, varchar, integer) RETURNS text LANGUAGE plpgsql VOLATILE STRICT AS $$
DECLARE
   modifier CONSTANT text := (SELECT substring(format_type(a.atttypid, a.atttypmod) FROM '\((\w+)')
                                FROM pg_attribute AS a WHERE a.attrelid = $1::regclass AND a.attname = $2);
BEGIN
   EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE @extschema@.geometry(%s,%s) USING @extschema@.st_setsrid(%2$I, %4$s)',
      $1::regclass, $2, coalesce(modifier, 'Geometry'), $3);
   RETURN format('%s.%s SRID changed to %s', $1, $2, $3);
END $$;
CREATE FUNCTION populate_geometry_columns(use_typmod boolean DEFAULT true) RETURNS text
LANGUAGE sql VOLATILE STRICT RETURN 'probed:0 inserted:0';
CREATE FUNCTION postgis_version() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '3.3 pgassay stand-in';
CREATE FUNCTION postgis_lib_version() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '3.3.7';
CREATE FUNCTION postgis_full_version() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 'POSTGIS="3.3.7 pgassay stand-in" [EXTENSION]';

-- What is left: the names and signatures of the real ones, so that views and functions around them can be made.
DO $install$
DECLARE
   signature text;
BEGIN
   FOREACH signature IN ARRAY ARRAY[
      'st_intersection(geom1 geometry, geom2 geometry, gridsize double precision DEFAULT -1) RETURNS geometry',
      'st_intersection(geography, geography) RETURNS geography', 'st_intersection(text, text) RETURNS geometry',
      'st_difference(geom1 geometry, geom2 geometry, gridsize double precision DEFAULT -1) RETURNS geometry',
      'st_symdifference(geom1 geometry, geom2 geometry, gridsize double precision DEFAULT -1) RETURNS geometry',
      'st_unaryunion(geometry, gridsize double precision DEFAULT -1) RETURNS geometry',
      'st_touches(geom1 geometry, geom2 geometry) RETURNS boolean', 'st_crosses(geom1 geometry, geom2 geometry) RETURNS boolean',
      'st_overlaps(geom1 geometry, geom2 geometry) RETURNS boolean', 'st_relate(geom1 geometry, geom2 geometry) RETURNS text',
      'st_relate(geom1 geometry, geom2 geometry, text) RETURNS boolean', 'st_isvalid(geometry) RETURNS boolean',
      'st_isvalidreason(geometry) RETURNS text', 'st_isvaliddetail(geom geometry, flags integer DEFAULT 0) RETURNS valid_detail',
      'st_issimple(geometry) RETURNS boolean', 'st_isring(geometry) RETURNS boolean', 'st_makevalid(geometry) RETURNS geometry',
      'st_makevalid(geom geometry, params text) RETURNS geometry', 'st_simplify(geometry, double precision) RETURNS geometry',
      'st_simplify(geometry, double precision, boolean) RETURNS geometry',
      'st_simplifypreservetopology(geometry, double precision) RETURNS geometry',
      'st_simplifyvw(geometry, double precision) RETURNS geometry', 'st_convexhull(geometry) RETURNS geometry',
      'st_concavehull(param_geom geometry, param_pctconvex double precision, param_allow_holes boolean DEFAULT false)'
         ' RETURNS geometry', 'st_boundary(geometry) RETURNS geometry', 'st_reverse(geometry) RETURNS geometry',
      'st_closestpoint(geom1 geometry, geom2 geometry) RETURNS geometry', 'st_linemerge(geometry) RETURNS geometry',
      'st_shortestline(geom1 geometry, geom2 geometry) RETURNS geometry', 'st_node(g geometry) RETURNS geometry',
      'st_longestline(geom1 geometry, geom2 geometry) RETURNS geometry', 'st_buildarea(geometry) RETURNS geometry',
      'st_lineinterpolatepoint(geometry, double precision) RETURNS geometry',
      'st_lineinterpolatepoints(geometry, double precision, repeat boolean DEFAULT true) RETURNS geometry',
      'st_linelocatepoint(geom1 geometry, geom2 geometry) RETURNS double precision',
      'st_linesubstring(geometry, double precision, double precision) RETURNS geometry',
      'st_snap(geom1 geometry, geom2 geometry, double precision) RETURNS geometry',
      'st_snaptogrid(geometry, double precision) RETURNS geometry', 'st_segmentize(geometry, double precision) RETURNS geometry',
      'st_snaptogrid(geometry, double precision, double precision) RETURNS geometry',
      'st_segmentize(geog geography, max_segment_length double precision) RETURNS geography',
      'st_subdivide(geom geometry, maxvertices integer DEFAULT 256, gridsize double precision DEFAULT -1)'
         ' RETURNS SETOF geometry', 'st_split(geom1 geometry, geom2 geometry) RETURNS geometry',
      'st_offsetcurve(line geometry, distance double precision, params text DEFAULT '''') RETURNS geometry',
      'st_minimumboundingcircle(inputgeom geometry, segs_per_quarter integer DEFAULT 48) RETURNS geometry',
      'st_orientedenvelope(geometry) RETURNS geometry', 'st_delaunaytriangles(g1 geometry, tolerance double precision DEFAULT 0,'
         ' flags integer DEFAULT 0) RETURNS geometry', 'st_generatepoints(area geometry, npoints integer) RETURNS geometry',
      'st_voronoipolygons(g1 geometry, tolerance double precision DEFAULT 0, extend_to geometry DEFAULT NULL) RETURNS geometry',
      'st_hexagongrid(size double precision, bounds geometry, OUT geom geometry, OUT i integer, OUT j integer) RETURNS SETOF record',
      'st_squaregrid(size double precision, bounds geometry, OUT geom geometry, OUT i integer, OUT j integer) RETURNS SETOF record',
      'st_geohash(geom geometry, maxchars integer DEFAULT 0) RETURNS text', 'st_pointfromgeohash(text, integer DEFAULT NULL)'
         ' RETURNS geometry', 'st_geohash(geog geography, maxchars integer DEFAULT 0) RETURNS text',
      'st_geomfromgeohash(text, integer DEFAULT NULL) RETURNS geometry', 'st_force3d(geom geometry, zvalue double precision'
         ' DEFAULT 0.0) RETURNS geometry', 'st_collectionextract(geometry, integer) RETURNS geometry',
      'st_collectionextract(geometry) RETURNS geometry', 'st_addpoint(geom1 geometry, geom2 geometry) RETURNS geometry',
      'st_addpoint(geom1 geometry, geom2 geometry, integer) RETURNS geometry',
      'st_removepoint(geometry, integer) RETURNS geometry', 'st_setpoint(geometry, integer, geometry) RETURNS geometry',
      'st_rotate(geometry, double precision) RETURNS geometry', 'st_angle(pt1 geometry, pt2 geometry, pt3 geometry,'
         ' pt4 geometry DEFAULT ''POINT EMPTY'') RETURNS double precision', 'st_azimuth(geog1 geography, geog2 geography)'
         ' RETURNS double precision', 'st_3ddistance(geom1 geometry, geom2 geometry) RETURNS double precision',
      'st_3ddwithin(geom1 geometry, geom2 geometry, double precision) RETURNS boolean',
      'st_3dlength(geometry) RETURNS double precision', 'st_numinteriorrings(geometry) RETURNS integer',
      'st_interiorringn(geometry, integer) RETURNS geometry', 'st_dumprings(geometry) RETURNS SETOF geometry_dump',
      'st_dumpsegments(geometry) RETURNS SETOF geometry_dump', 'st_asmvtgeom(geom geometry, bounds box2d, extent integer DEFAULT'
         ' 4096, buffer integer DEFAULT 256, clip_geom boolean DEFAULT true) RETURNS geometry',
      'st_asgeojson(r record, geom_column text DEFAULT '''', maxdecimaldigits integer DEFAULT 9, pretty_bool boolean DEFAULT'
         ' false) RETURNS text', 'st_askml(geom geometry, maxdecimaldigits integer DEFAULT 15, nprefix text DEFAULT '''')'
         ' RETURNS text', 'st_assvg(geom geometry, rel integer DEFAULT 0, maxdecimaldigits integer DEFAULT 15) RETURNS text',
      'st_asgml(geom geometry, maxdecimaldigits integer DEFAULT 15, options integer DEFAULT 0) RETURNS text',
      'st_aslatlontext(geom geometry, tmpl text DEFAULT '''') RETURNS text', 'st_asencodedpolyline(geom geometry,'
         ' nprecision integer DEFAULT 5) RETURNS text', 'st_linefromencodedpolyline(txtin text, nprecision integer DEFAULT 5)'
         ' RETURNS geometry', 'st_hausdorffdistance(geom1 geometry, geom2 geometry) RETURNS double precision',
      'st_frechetdistance(geom1 geometry, geom2 geometry, double precision DEFAULT -1) RETURNS double precision',
      'st_geomfromkml(text) RETURNS geometry', 'st_geomfromgml(text) RETURNS geometry', 'st_curvetoline(geom geometry,'
         ' tol double precision DEFAULT 32, toltype integer DEFAULT 0, flags integer DEFAULT 0) RETURNS geometry',
      'st_transform(geom geometry, to_proj text) RETURNS geometry', 'st_wrapx(geom geometry, wrap double precision,'
         ' move double precision) RETURNS geometry', 'st_shiftlongitude(geometry) RETURNS geometry',
      'st_clipbybox2d(geom geometry, box box2d) RETURNS geometry', 'st_quantizecoordinates(g geometry, prec_x integer,'
         ' prec_y integer DEFAULT NULL, prec_z integer DEFAULT NULL, prec_m integer DEFAULT NULL) RETURNS geometry'
   ] LOOP
      EXECUTE pg_catalog.concat('CREATE FUNCTION ', signature, ' LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS ',
         pg_catalog.quote_literal(pg_catalog.concat('BEGIN RAISE feature_not_supported USING MESSAGE = ''',
            pg_catalog.split_part(signature, '(', 1), ' is not in the pgassay stand-in for postgis''; END')));
   END LOOP;
   FOREACH signature IN ARRAY ARRAY[
      'st_clusterdbscan(geometry, eps double precision, minpoints integer)', 'st_clusterkmeans(geom geometry, k integer,'
         ' max_radius double precision DEFAULT NULL)', 'st_clusterwithinwin(geometry, distance double precision)'
   ] LOOP
      EXECUTE pg_catalog.concat('CREATE FUNCTION ', signature, ' RETURNS integer LANGUAGE plpgsql WINDOW IMMUTABLE PARALLEL SAFE AS ',
         pg_catalog.quote_literal(pg_catalog.concat('BEGIN RAISE feature_not_supported USING MESSAGE = ''',
            pg_catalog.split_part(signature, '(', 1), ' is not in the pgassay stand-in for postgis''; END')));
   END LOOP;
END $install$;

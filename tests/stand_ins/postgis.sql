-- What applications do with points, and what lines and areas give here.
CREATE EXTENSION postgis;
CREATE TABLE places (
   id bigint PRIMARY KEY,
   spot geography(Point, 4326) NOT NULL,
   area geometry(MultiPolygon, 3857),
   high geometry(PointZ),
   odd geometry(Polygon, 999),
   lat double precision,
   lng double precision,
   pin geometry(Point, 4326) GENERATED ALWAYS AS (st_setsrid(st_makepoint(lng, lat), 4326)) STORED);
-- A column's type is told as it was written; a coordinate system that is not on the list is left out.
DO $$ BEGIN
   ASSERT (SELECT array_agg(format_type(atttypid, atttypmod) ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = 'places'::regclass AND attnum BETWEEN 2 AND 5)
          = '{"geography(Point,4326)","geometry(MultiPolygon,3857)",geometry(PointZ),geometry(Polygon)}';
   ASSERT (SELECT (type, srid, coord_dimension)::text FROM geometry_columns WHERE f_geometry_column = 'high') = '(POINT,0,3)';
   ASSERT (SELECT srid FROM geography_columns WHERE f_table_name = 'places') = 4326;
END $$;
CREATE INDEX ON places USING gist (spot);
CREATE INDEX ON places USING gist ((st_setsrid(st_makepoint(lng, lat), 4326)::geography));
CREATE INDEX ON places USING gist (area) WHERE id > 1000;
INSERT INTO places (id, spot, area, lat, lng) VALUES
   (1, 'POINT(2.35 48.85)', NULL, 48.85, 2.35),
   (2, 'SRID=4326;POINT(-0.12 51.5)', st_setsrid(st_multi('POLYGON((0 0,4 0,4 4,0 0))'), 3857), 51.5, -0.12),
   (3, st_setsrid(st_makepoint(-0.13, 51.51), 4326)::geography, NULL, NULL, NULL),
   (4, '0101000020E61000000000000000C052C00000000000804440', NULL, NULL, NULL);
INSERT INTO places (id, spot) SELECT n, st_makepoint(n % 90, 1) FROM generate_series(5, 500) AS n;
-- A border of many corners fits into an index, and an index that the planner takes for its condition finds it.
INSERT INTO places (id, spot, area)
SELECT 1001, 'POINT(0 0)', st_setsrid(st_multi(('POLYGON((' || string_agg(n || ' ' || n * n, ',') || ',1 1))')::geometry), 3857)
  FROM generate_series(1, 3000) AS n;
SET enable_seqscan = off;
DO $$ BEGIN
   ASSERT (SELECT count(*) FROM places WHERE id > 1000) = 1;
   DELETE FROM places WHERE id > 1000;
END $$;
RESET enable_seqscan;
DO $$ BEGIN
   ASSERT (SELECT st_astext(spot) FROM places WHERE id = 4) = 'POINT(-75 41)';
   ASSERT (SELECT st_x(pin) = 2.35 AND st_y(pin) = 48.85 AND st_srid(pin) = 4326 FROM places WHERE id = 1);
   ASSERT (SELECT array_agg(id ORDER BY spot <-> 'POINT(-0.12 51.5)') FROM places
            WHERE st_dwithin(spot, 'POINT(-0.12 51.5)'::geography, 5000)) = '{2,3}';
   ASSERT (SELECT st_distance(a.spot, b.spot)::integer FROM places a, places b WHERE a.id = 1 AND b.id = 2) = 343128;
   ASSERT (SELECT count(DISTINCT spot) FROM places) = 94;
END $$;
-- A column refuses what its modifier does not say, as the real one does.
DO $$
DECLARE
   bad text;
BEGIN
   FOREACH bad IN ARRAY ARRAY['spot = ''POLYGON((0 0,1 1,1 0,0 0))''', 'spot = ''rubbish''', 'pin = DEFAULT, lat = 1, area = ''POINT(1 2)''',
      'area = ''MULTIPOLYGON(((0 0,1 1,1 0,0 0)))'''] LOOP
      BEGIN
         EXECUTE 'UPDATE places SET ' || bad || ' WHERE id = 1';
         ASSERT false, bad;
      EXCEPTION WHEN invalid_parameter_value THEN
      END;
   END LOOP;
   BEGIN
      CREATE TABLE wrong (at geometry(Spot, 4326));
      ASSERT false;
   EXCEPTION WHEN invalid_parameter_value THEN
   END;
END $$;
-- Text and JSON there and back.
DO $$ BEGIN
   ASSERT st_asewkt('srid=4326; point z ( 1   2 3 )'::geometry) = 'SRID=4326;POINT Z (1 2 3)';
   ASSERT st_asgeojson('MULTIPOINT(0 0,1 1)') = '{"type":"MultiPoint","coordinates":[[0,0],[1,1]]}';
   ASSERT (SELECT bool_and(st_asgeojson(st_geomfromgeojson(one)) = one) FROM unnest(ARRAY[
      '{"type":"Point","coordinates":[-1.5,2]}', '{"type":"LineString","coordinates":[[0,0],[1,-1,5]]}',
      '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,0]],[[0,0],[1,1],[1,0],[0,0]]]}',
      '{"type":"MultiPolygon","coordinates":[[[[0,0],[1,1],[1,0],[0,0]]]]}',
      '{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[0,0],[1,1]]}]}'
      ]) AS one);
   ASSERT st_asewkt(st_geomfromewkb(st_asewkb('SRID=4326;POINT(1.25 -2e-7)'))) = 'SRID=4326;POINT(1.25 -2e-07)';
   ASSERT to_jsonb('POINT(1 2)'::geometry) = '{"type":"Point","coordinates":[1,2]}';
   ASSERT 'POINT(1 2)'::geometry::point ~= point(1, 2) AND st_astext(point(1, 2)::geometry) = 'POINT(1 2)';
   ASSERT st_geometrytype('MULTILINESTRING((0 0,1 1))') = 'ST_MultiLineString';
   ASSERT (SELECT array_agg(st_astext(geom) ORDER BY path) FROM st_dump('MULTIPOLYGON(((0 0,4 0,4 4,0 0),(1 1,2 1,2 2,1 1)),((9 9,8 9,9 8,9 9)))'))
          = '{"POLYGON((0 0,4 0,4 4,0 0),(1 1,2 1,2 2,1 1))","POLYGON((9 9,8 9,9 8,9 9))"}';
   ASSERT st_isempty('POINT EMPTY') AND st_npoints('LINESTRING(0 0,1 1,2 2)') = 3;
   ASSERT st_astext(st_endpoint('LINESTRING(0 0,1 1,2 5)')) = 'POINT(2 5)';
END $$;
-- Measures on the plane, with a hole; and on the sphere.
DO $$
DECLARE
   yard CONSTANT geometry := 'POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))';
BEGIN
   ASSERT st_area(yard) = 15 AND st_perimeter(yard) = 20 AND st_length('LINESTRING(0 0,3 4)') = 5;
   ASSERT st_contains(yard, 'POINT(3 3)') AND NOT st_contains(yard, 'POINT(1.5 1.5)') AND NOT st_contains(yard, 'POINT(5 5)');
   ASSERT st_within('POINT(3 3)', yard) AND st_covers(yard, 'LINESTRING(3 0,3 4)'::geometry);
   ASSERT st_distance(yard, 'POINT(7 0)') = 3 AND st_distance('POINT(0 0)', 'POINT(3 4)') = 5;
   ASSERT st_intersects('LINESTRING(0 0,4 4)'::geometry, 'LINESTRING(0 4,4 0)');
   ASSERT st_disjoint('LINESTRING(0 0,1 1)'::geometry, 'LINESTRING(0 4,4 0)');
   ASSERT st_astext(st_centroid('POLYGON((0 0,4 0,4 4,0 4,0 0))'::geometry)) = 'POINT(2 2)';
   ASSERT st_astext(st_centroid('LINESTRING(0 0,2 0,2 2)'::geometry)) = 'POINT(1.5 0.5)';
   ASSERT st_area('POLYGON((0 0,0.01 0,0.01 0.01,0 0.01,0 0))'::geography) BETWEEN 1.236e6 AND 1.237e6;
   ASSERT st_dwithin('POLYGON((0 0,1 0,1 1,0 1,0 0))'::geography, 'POINT(0.5 0.5)'::geography, 0);
   ASSERT st_area(st_buffer('POINT(10 50)'::geography, 100)) BETWEEN 31100 AND 31300;
   ASSERT st_distance(st_project('POINT(10 50)', 1000, 1), 'POINT(10 50)') BETWEEN 999.99 AND 1000.01;
   ASSERT st_equals('LINESTRING(0 0,1 1)', 'LINESTRING(1 1,0 0)') AND NOT st_equals('POINT(0 0)', 'POINT(0 1)');
   ASSERT 'POINT(1 1)'::geometry && yard AND yard ~ 'POINT(1 1)'::geometry AND 'POINT(1 1)'::geometry << 'POINT(2 2)';
   ASSERT st_astext(st_transform(st_transform('SRID=4326;POINT(10 0)', 3857), 4326)) = 'POINT(10 0)';
   ASSERT st_x(st_transform('SRID=4326;POINT(10 50)', 3857))::integer = 1113195;
   ASSERT st_astext(st_envelope(st_tileenvelope(1, 0, 0))) LIKE 'POLYGON((-20037508.342789 0,%';
END $$;
DO $$
DECLARE
   found record;
BEGIN
   SELECT st_extent(g) AS extent, st_xmax(st_extent(g)) AS east, st_collect(g) AS all_, st_union(g) AS one, st_makeline(g) AS line
     INTO found FROM (VALUES ('POINT(1 2)'::geometry), ('POINT(3 4)'), ('POINT(1 2)'), (NULL)) AS v (g);
   ASSERT found.extent::text = 'BOX(1 2,3 4)' AND found.east = 3;
   ASSERT st_astext(found.all_) = 'MULTIPOINT((1 2),(3 4),(1 2))' AND st_astext(found.one) = 'MULTIPOINT((1 2),(3 4))';
   ASSERT st_astext(found.line) = 'LINESTRING(1 2,3 4,1 2)';
END $$;
-- What is not here can be named in views and functions, and says what it is when it is called.
CREATE VIEW simple AS SELECT id, st_simplify(area, 0.1) AS area, st_asmvtgeom(area, st_tileenvelope(1, 0, 0)) AS tile FROM places;
CREATE MATERIALIZED VIEW clusters AS
   SELECT id, st_clusterdbscan(area, eps := 0.1, minpoints := 3) OVER () AS cluster FROM places WHERE false;
DO $$ BEGIN
   PERFORM st_simplify('LINESTRING(0 0,1 1)', 1);
   ASSERT false;
EXCEPTION WHEN feature_not_supported THEN
   ASSERT SQLERRM = 'st_simplify is not in the pgassay stand-in for postgis';
END $$;
DO $$ BEGIN
   ASSERT addgeometrycolumn('public', 'places', 'border', 3857, 'POLYGON', 2) = 'public.places.border SRID:3857 TYPE:POLYGON DIMS:2';
   ASSERT find_srid('public', 'places', 'border') = 3857;
   ASSERT updategeometrysrid('places', 'border', 4326) = 'places.border SRID changed to 4326';
   ASSERT dropgeometrycolumn('places', 'border') IS NOT NULL;
   ASSERT postgis_version() LIKE '3.%';
   ASSERT EXISTS (SELECT FROM spatial_ref_sys WHERE srid = 4326);
END $$;

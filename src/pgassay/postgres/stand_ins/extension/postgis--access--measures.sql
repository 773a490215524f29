-- postgis, part four: distances, sizes and relations. Exact for points; the earth is a sphere, and lines and polygons
-- on it are measured on a flat map around them. Contains and Covers are one here: a border belongs to its area.

CREATE FUNCTION _st_segments(geometry) RETURNS SETOF lseg LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
   SELECT lseg(p.points[n], p.points[least(n + 1, cardinality(p.points))])
     FROM _st_parts($1) AS p, generate_series(1, greatest(cardinality(p.points) - 1, 1)) AS n;
END;
CREATE FUNCTION _st_ring(point[]) RETURNS polygon LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT ('(' || string_agg(p.at::text, ',') || ')')::polygon FROM unnest($1) AS p (at));
-- A hole and a part of its own count alike: a point is inside where an odd number of rings is around it.
CREATE FUNCTION _st_inside(point, geometry) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN st_dimension($2) = 2
   AND (SELECT count(*) % 2 = 1 FROM _st_parts($2) AS p WHERE cardinality(p.points) > 2 AND _st_ring(p.points) @> $1);
CREATE FUNCTION _st_apart(geometry, geometry) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT CASE WHEN _st_inside((_st_points($1))[1], $2) OR _st_inside((_st_points($2))[1], $1) THEN 0
                    ELSE min(a.one <-> b.one) END
          FROM _st_segments($1) AS a (one), _st_segments($2) AS b (one));
CREATE FUNCTION _st_covers(geometry, geometry) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT bool_and(_st_inside(p.at, $1) OR (SELECT bool_or(s.one <-> p.at = 0) FROM _st_segments($1) AS s (one)))
          FROM unnest(_st_points($2)) AS p (at));

-- Each point put somewhere else: by factors and shifts, to and from the map of the web, or x for y.
CREATE FUNCTION _st_moved(shape geometry, how text, by double precision[] DEFAULT '{1,1,0,0}') RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   number CONSTANT text := '[-+.0-9][-+.0-9E]*';
   between CONSTANT text[] := regexp_split_to_array(@extschema@._st_body(shape), number || '(?: ' || number || ')+');
   tuples CONSTANT text[] := @extschema@._st_tuples(shape);
   world CONSTANT double precision := 20037508.342789244;
   made text := between[1];
   x double precision;
   y double precision;
   rest text;
BEGIN
   FOR n IN 1 .. cardinality(tuples) LOOP
      x := split_part(tuples[n], ' ', 1);
      y := split_part(tuples[n], ' ', 2);
      rest := coalesce(substring(tuples[n] FROM '^\S+ \S+( .*)$'), '');
      made := made || CASE how
         WHEN 'scale' THEN (x * by[1] + by[3]) || ' ' || (y * by[2] + by[4]) || rest
         WHEN 'mercator' THEN (x * world / 180) || ' ' || (ln(tan((90 + y) * pi() / 360)) / pi() * world) || rest
         WHEN 'degrees' THEN (x / world * 180) || ' ' || (atan(exp(y / world * pi())) * 360 / pi() - 90) || rest
         WHEN 'flip' THEN y || ' ' || x || rest
         WHEN 'flat' THEN x || ' ' || y END || between[n + 1];
   END LOOP;
   RETURN @extschema@.st_setsrid((CASE how WHEN 'flat' THEN regexp_replace(made, ' (ZM|Z|M) ', '', 'g') ELSE made END)
      ::@extschema@.geometry, @extschema@.st_srid(shape));
END $$;
CREATE FUNCTION st_transform(geometry, integer) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN st_srid($1) = $2 THEN $1
   WHEN st_srid($1) = 4326 AND $2 = 3857 THEN st_setsrid(_st_moved($1, 'mercator'), 3857)
   WHEN st_srid($1) = 3857 AND $2 = 4326 THEN st_setsrid(_st_moved($1, 'degrees'), 4326)
   WHEN st_srid($1) = 0 THEN _st_refuse('ST_Transform: Input geometry has unknown (0) SRID')::geometry
   ELSE _st_missing('ST_Transform between ' || st_srid($1) || ' and ' || $2)::geometry END;
CREATE FUNCTION st_flipcoordinates(geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_moved($1, 'flip');
CREATE FUNCTION st_force2d(geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_moved($1, 'flat');
CREATE FUNCTION st_translate(geometry, double precision, double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_moved($1, 'scale', ARRAY[1, 1, $2, $3]);
CREATE FUNCTION st_scale(geometry, double precision, double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_moved($1, 'scale', ARRAY[$2, $3, 0, 0]);


-- Metres on the sphere, and the flat map of metres around a latitude.
CREATE FUNCTION _st_great_circle(point, point) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 2 * 6371008.771415059 * asin(least(1, sqrt(sind(($2[1] - $1[1]) / 2) ^ 2
   + cosd($1[1]) * cosd($2[1]) * sind(($2[0] - $1[0]) / 2) ^ 2)));
CREATE FUNCTION _st_map(geometry, latitude double precision) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_moved($1, 'scale', ARRAY[radians(6371008.771415059) * cosd($2), radians(6371008.771415059), 0, 0]);
CREATE FUNCTION _st_latitude(geometry) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (center(_st_bounds($1)))[1];
CREATE FUNCTION _st_metres(geometry, geometry) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'POINT') AND _st_is($2, 'POINT') THEN _st_great_circle((_st_points($1))[1], (_st_points($2))[1])
   ELSE _st_apart(_st_map($1, _st_latitude($1)), _st_map($2, _st_latitude($1))) END;

CREATE FUNCTION st_distance(geom1 geometry, geom2 geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_apart($1, $2);
CREATE FUNCTION st_distance(geog1 geography, geog2 geography, use_spheroid boolean DEFAULT true) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_metres(geometry($1), geometry($2));
CREATE FUNCTION st_distancesphere(geom1 geometry, geom2 geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_metres($1, $2);
CREATE FUNCTION st_distancespheroid(geom1 geometry, geom2 geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_metres($1, $2);
CREATE FUNCTION st_maxdistance(geom1 geometry, geom2 geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT max(a.at <-> b.at) FROM unnest(_st_points($1)) AS a (at), unnest(_st_points($2)) AS b (at));
CREATE FUNCTION st_dwithin(geom1 geometry, geom2 geometry, double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_apart($1, $2) <= $3;
CREATE FUNCTION st_dwithin(
   geog1 geography, geog2 geography, tolerance double precision, use_spheroid boolean DEFAULT true) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_metres(geometry($1), geometry($2)) <= $3;
CREATE FUNCTION st_dfullywithin(geom1 geometry, geom2 geometry, double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_maxdistance($1, $2) <= $3;
CREATE FUNCTION st_intersects(geom1 geometry, geom2 geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_apart($1, $2) = 0;
CREATE FUNCTION st_disjoint(geom1 geometry, geom2 geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_apart($1, $2) > 0;
CREATE FUNCTION st_contains(geom1 geometry, geom2 geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_covers($1, $2);
CREATE FUNCTION st_containsproperly(geom1 geometry, geom2 geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_covers($1, $2);
CREATE FUNCTION st_within(geom1 geometry, geom2 geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_covers($2, $1);
CREATE FUNCTION st_covers(geom1 geometry, geom2 geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_covers($1, $2);
CREATE FUNCTION st_coveredby(geom1 geometry, geom2 geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_covers($2, $1);
CREATE FUNCTION st_equals(geom1 geometry, geom2 geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN _st_text($1) = _st_text($2)
   OR st_dimension($1) = st_dimension($2) AND _st_covers($1, $2) AND _st_covers($2, $1);
CREATE FUNCTION st_intersects(geog1 geography, geog2 geography) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_apart(geometry($1), geometry($2)) = 0;
CREATE FUNCTION st_covers(geog1 geography, geog2 geography) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_covers(geometry($1), geometry($2));
CREATE FUNCTION st_coveredby(geog1 geography, geog2 geography) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_covers(geometry($2), geometry($1));

CREATE FUNCTION _st_long(geometry, dimension integer) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN st_dimension($1) = $2
   THEN (SELECT coalesce(sum((s.one)[0] <-> (s.one)[1]), 0) FROM _st_segments($1) AS s (one)) ELSE 0 END;
CREATE FUNCTION st_length(geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_long($1, 1);
CREATE FUNCTION st_perimeter(geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN _st_long($1, 2);
CREATE FUNCTION st_length(geog geography, use_spheroid boolean DEFAULT true) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN st_dimension(geometry($1)) = 1 THEN (SELECT coalesce(sum(_st_great_circle((s.one)[0], (s.one)[1])), 0)
                                                         FROM _st_segments(geometry($1)) AS s (one)) ELSE 0 END;
CREATE FUNCTION st_perimeter(geog geography, use_spheroid boolean DEFAULT true) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN st_dimension(geometry($1)) = 2 THEN (SELECT coalesce(sum(_st_great_circle((s.one)[0], (s.one)[1])), 0)
                                                         FROM _st_segments(geometry($1)) AS s (one)) ELSE 0 END;
-- A ring's area; the first ring of a polygon counts, the others are taken away.
CREATE FUNCTION st_area(geometry) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT coalesce(sum(CASE WHEN p.part = 1 THEN 1 ELSE -1 END * area(path(_st_ring(p.points)))), 0)
          FROM st_dump($1) AS d, _st_parts(d.geom) AS p WHERE st_dimension(d.geom) = 2);
CREATE FUNCTION st_area2d(geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_area($1);
CREATE FUNCTION st_area(geog geography, use_spheroid boolean DEFAULT true) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_area(_st_map(geometry($1), _st_latitude(geometry($1))));
-- Of points their mean, of lines that of their segments by length, of areas that of their triangles by size.
CREATE FUNCTION st_centroid(geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT _st_make('POINT', sum(w.x * w.weight) / nullif(sum(w.weight), 0) || ' '
                                 || sum(w.y * w.weight) / nullif(sum(w.weight), 0), st_srid($1))
          FROM (SELECT CASE WHEN st_dimension($1) = 2 THEN 3 ELSE 2 END AS corners) AS c,
               LATERAL (SELECT (((s.one)[0])[0] + ((s.one)[1])[0] + CASE c.corners WHEN 3 THEN o.at[0] ELSE 0 END) / c.corners,
                               (((s.one)[0])[1] + ((s.one)[1])[1] + CASE c.corners WHEN 3 THEN o.at[1] ELSE 0 END) / c.corners,
                               CASE st_dimension($1) WHEN 0 THEN 1 WHEN 1 THEN (s.one)[0] <-> (s.one)[1]
                                  ELSE (((s.one)[0])[0] - o.at[0]) * (((s.one)[1])[1] - o.at[1])
                                       - (((s.one)[1])[0] - o.at[0]) * (((s.one)[0])[1] - o.at[1]) END
                          FROM _st_segments($1) AS s (one), (SELECT (_st_points($1))[1]) AS o (at)) AS w (x, y, weight)
         WHERE NOT st_isempty($1));
CREATE FUNCTION st_centroid(geography, use_spheroid boolean DEFAULT true) RETURNS geography
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN geography(st_centroid(geometry($1)));
CREATE FUNCTION st_pointonsurface(geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_covers($1, st_centroid($1)) THEN st_centroid($1)
   ELSE _st_make('POINT', (_st_tuples($1))[1], st_srid($1)) END;
CREATE FUNCTION st_azimuth(geom1 geometry, geom2 geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT CASE WHEN a.angle < 0 THEN a.angle + 2 * pi() ELSE a.angle END
          FROM (SELECT atan2(st_x($2) - st_x($1), st_y($2) - st_y($1))) AS a (angle));
CREATE FUNCTION st_project(geog geography, distance double precision, azimuth double precision) RETURNS geography
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT geography(_st_make('POINT',
                  st_x(geometry($1)) + degrees(atan2(sin($3) * sin(g.arc) * cosd(g.lat), cos(g.arc) - sind(g.lat) * sin(g.north)))
                  || ' ' || degrees(g.north), 4326))
          FROM (SELECT f.lat, f.arc, asin(sind(f.lat) * cos(f.arc) + cosd(f.lat) * sin(f.arc) * cos($3))
                  FROM (SELECT st_y(geometry($1)), $2 / 6371008.771415059) AS f (lat, arc)) AS g (lat, arc, north));
CREATE FUNCTION st_expand(geometry, double precision) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT st_makeenvelope((b.at[1])[0] - $2, (b.at[1])[1] - $2, (b.at[0])[0] + $2, (b.at[0])[1] + $2, st_srid($1))
          FROM (SELECT _st_bounds($1)) AS b (at));
-- Around a point: a polygon of 32 corners. Around anything else there is none here.
CREATE FUNCTION st_buffer(geom geometry, radius double precision, options text DEFAULT '') RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is($1, 'POINT')
   THEN (SELECT _st_make('POLYGON', '(' || string_agg((st_x($1) + $2 * cosd(n * 11.25)) || ' '
                                                      || (st_y($1) - $2 * sind(n * 11.25)), ',' ORDER BY n) || ')', st_srid($1))
           FROM generate_series(0, 32) AS n)
   ELSE _st_missing('ST_Buffer of ' || _st_kind($1))::geometry END;
CREATE FUNCTION st_buffer(geom geometry, radius double precision, quadsegs integer) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_buffer($1, $2);
CREATE FUNCTION st_buffer(geography, double precision) RETURNS geography LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN _st_is(geometry($1), 'POINT')
   THEN (SELECT geography(st_makepolygon(st_makeline(array_agg(
                   geometry(st_project($1, $2, radians((90 + (n % 32) * 11.25)::double precision))) ORDER BY n))))
           FROM generate_series(0, 32) AS n)
   ELSE _st_missing('ST_Buffer of ' || _st_kind(geometry($1)))::geometry::geography END;
CREATE FUNCTION st_buffer(geography, double precision, text) RETURNS geography
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_buffer($1, $2);
CREATE FUNCTION st_buffer(geography, double precision, integer) RETURNS geography
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN st_buffer($1, $2);
CREATE FUNCTION st_tileenvelope(
   zoom integer, x integer, y integer,
   bounds geometry DEFAULT 'SRID=3857;LINESTRING(-20037508.342789 -20037508.342789,20037508.342789 20037508.342789)',
   margin double precision DEFAULT 0.0) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT st_makeenvelope(t.west + t.size * ($2 - $5), t.north - t.size * ($3 + 1 + $5),
                               t.west + t.size * ($2 + 1 + $5), t.north - t.size * ($3 - $5), st_srid($4))
          FROM (SELECT (b.at[1])[0], (b.at[0])[1], ((b.at[0])[0] - (b.at[1])[0]) / 2 ^ $1
                  FROM (SELECT _st_bounds($4)) AS b (at)) AS t (west, north, size));

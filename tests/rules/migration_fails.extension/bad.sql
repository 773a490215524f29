-- Not on the server used here, and so neither is its type.
CREATE EXTENSION postgis_raster;
CREATE TABLE places (id bigint PRIMARY KEY, picture raster NOT NULL);
COMMENT ON TABLE places IS 'What things look like from above';

-- A stand-in's own words.
CREATE EXTENSION pg_cron;
SELECT cron.unschedule('nightly');
SELECT cron.no_such_function();

-- What a stand-in lacks, or does not do, by the name of what it has.
CREATE EXTENSION postgis;
SELECT st_dumpaspolygons(NULL);
SELECT st_simplify('LINESTRING(0 0,1 1)', 1);

-- Foreign tables can be defined and not reached.
CREATE EXTENSION postgres_fdw;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'example.com');
IMPORT FOREIGN SCHEMA public FROM SERVER elsewhere INTO public;

-- Not on the server used here, and so neither is its type.
CREATE EXTENSION postgis;
CREATE TABLE places (id bigint PRIMARY KEY, spot geography(point, 4326) NOT NULL);
COMMENT ON TABLE places IS 'Where things are';

-- A stand-in's own words.
CREATE EXTENSION pg_cron;
SELECT cron.unschedule('nightly');
SELECT cron.no_such_function();

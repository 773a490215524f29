CREATE EXTENSION pg_cron;
CREATE EXTENSION http;
SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1');
DO $$ BEGIN
  PERFORM status FROM http_get('https://example.com/');
END $$;
-- The first use of shapes is the table, not what has a built-in type of a name that shapes have too.
CREATE EXTENSION postgis;
CREATE TABLE sites (id bigint PRIMARY KEY, plan polygon, settings jsonb);
CREATE TABLE places (id bigint PRIMARY KEY, spot geography(Point, 4326));
CREATE EXTENSION postgres_fdw;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'example.com');
CREATE EXTENSION wrappers;
CREATE FOREIGN DATA WRAPPER stripe_wrapper HANDLER stripe_fdw_handler VALIDATOR stripe_fdw_validator;
CREATE SERVER payments FOREIGN DATA WRAPPER stripe_wrapper;

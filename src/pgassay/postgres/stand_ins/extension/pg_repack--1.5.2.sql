-- pg_repack: its schema and version; the tables are what its program works on, and there are none.

CREATE SCHEMA repack;
CREATE FUNCTION repack.version() RETURNS text LANGUAGE sql IMMUTABLE RETURN 'pg_repack 1.5.2';
CREATE FUNCTION repack.version_sql() RETURNS text LANGUAGE sql IMMUTABLE RETURN 'pg_repack 1.5.2';
CREATE VIEW repack.tables AS SELECT c.oid AS relid, c.oid::regclass::text AS relname FROM pg_catalog.pg_class AS c WHERE false;
GRANT USAGE ON SCHEMA repack TO pgassay_extensions;
ALTER VIEW repack.tables OWNER TO pgassay_extensions;

-- wrappers: only a superuser makes foreign-data wrappers, so those that its documentation makes are here already. There
-- is no handler: servers and foreign tables can be defined, and none is read, written or imported.

CREATE TABLE wrappers_fdw_stats (
   fdw_name text PRIMARY KEY, create_times bigint, rows_in bigint, rows_out bigint, bytes_in bigint, bytes_out bigint,
   metadata jsonb, created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
   updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP);
DO $$
DECLARE
   name text;
BEGIN
   FOREACH name IN ARRAY ARRAY['airtable', 'auth0', 'bigquery', 'clickhouse', 'cognito', 'duckdb', 'firebase', 'iceberg',
      'logflare', 'mssql', 'redis', 's3', 's3_vectors', 'stripe', 'wasm'] LOOP
      EXECUTE pg_catalog.format('CREATE FOREIGN DATA WRAPPER %I', name || '_wrapper');
      EXECUTE pg_catalog.format('GRANT USAGE ON FOREIGN DATA WRAPPER %I TO @extowner@ WITH GRANT OPTION', name || '_wrapper');
   END LOOP;
END $$;
GRANT ALL ON wrappers_fdw_stats TO @extowner@ WITH GRANT OPTION;
ALTER TABLE wrappers_fdw_stats OWNER TO pgassay_extensions;

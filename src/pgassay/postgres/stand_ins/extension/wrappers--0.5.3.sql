-- wrappers: its handlers are missing, and wrappers are made without one here: servers and foreign tables can be defined,
-- and none is read, written or imported.

CREATE TABLE wrappers_fdw_stats (
   fdw_name text PRIMARY KEY, create_times bigint, rows_in bigint, rows_out bigint, bytes_in bigint, bytes_out bigint,
   metadata jsonb, created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
   updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP);
GRANT ALL ON wrappers_fdw_stats TO @extowner@ WITH GRANT OPTION;
ALTER TABLE wrappers_fdw_stats OWNER TO pgassay_extensions;

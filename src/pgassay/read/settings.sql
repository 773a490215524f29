-- A row is the settings that what Postgres prints depends on, pinned for the rest of the transaction.
SELECT
    pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true),
    pg_catalog.set_config('client_encoding', 'UTF8', true),
    pg_catalog.set_config('quote_all_identifiers', 'off', true),
    pg_catalog.set_config('standard_conforming_strings', 'on', true),
    pg_catalog.set_config('DateStyle', 'ISO, MDY', true),
    pg_catalog.set_config('IntervalStyle', 'postgres', true),
    pg_catalog.set_config('TimeZone', 'UTC', true),
    pg_catalog.set_config('extra_float_digits', '1', true),
    pg_catalog.set_config('bytea_output', 'hex', true),
    pg_catalog.set_config('lc_monetary', 'C', true),
    -- A definition waits for the lock of its table.
    pg_catalog.set_config('lock_timeout', '10s', true),
    -- Compiling the statement, or sharing it among processes, costs more than running it.
    pg_catalog.set_config('jit', 'off', true),
    pg_catalog.set_config('work_mem', '64MB', true),
    -- The joins are written in a good order and large ones are best hashed; to look for better takes longer.
    pg_catalog.set_config('join_collapse_limit', '1', true),
    pg_catalog.set_config('enable_mergejoin', 'off', true),
    pg_catalog.set_config('max_parallel_workers_per_gather', '0', true)

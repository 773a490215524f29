-- A row is the settings that printed names and constants depend on, pinned until the transaction ends.
SELECT
    pg_catalog.set_config('search_path', '', true),
    pg_catalog.set_config('client_encoding', 'UTF8', true),
    pg_catalog.set_config('quote_all_identifiers', 'off', true),
    pg_catalog.set_config('DateStyle', 'ISO, YMD', true),
    pg_catalog.set_config('IntervalStyle', 'iso_8601', true),
    pg_catalog.set_config('TimeZone', 'UTC', true),
    pg_catalog.set_config('extra_float_digits', '3', true),
    pg_catalog.set_config('bytea_output', 'hex', true),
    pg_catalog.set_config('lc_monetary', 'C', true),
    pg_catalog.set_config('lock_timeout', '10s', true),
    pg_catalog.set_config('jit', 'off', true)

-- A row is a setting that the session has from ALTER DATABASE or ALTER ROLE … SET, put back to what Postgres starts with.
SELECT pg_catalog.set_config(s.name, s.boot_val, false)
FROM pg_catalog.pg_settings AS s
WHERE s.source OPERATOR(pg_catalog.=) ANY (ARRAY['database', 'user', 'database user'])
  -- Where names of a migration's are looked up is the migration's to say.
  AND s.name OPERATOR(pg_catalog.<>) 'search_path'
  AND s.boot_val IS NOT NULL
  AND (s.context OPERATOR(pg_catalog.=) 'user'
    OR s.context OPERATOR(pg_catalog.=) 'superuser' AND pg_catalog.has_parameter_privilege(s.name, 'SET'))
ORDER BY s.name COLLATE "C";

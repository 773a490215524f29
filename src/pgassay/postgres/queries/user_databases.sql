-- A row is a database that neither the server nor an earlier run of pgassay made.
SELECT d.datname
FROM pg_catalog.pg_database AS d
WHERE d.datname NOT IN ('postgres', 'template0', 'template1')
  AND pg_catalog.shobj_description(d.oid, 'pg_database') IS DISTINCT FROM %(mark)s
ORDER BY d.datname;

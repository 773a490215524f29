-- One row per relation that the running transaction has locked: how, which file it has now, and the rows read from it.
SELECT
  l.relation::pg_catalog.int8 AS file,
  pg_catalog.array_agg(DISTINCT l.mode ORDER BY l.mode) AS modes,
  pg_catalog.pg_relation_filenode(l.relation)::pg_catalog.int8 AS node,
  pg_catalog.pg_stat_get_xact_numscans(l.relation) AS scans,
  pg_catalog.pg_stat_get_xact_tuples_returned(l.relation) AS rows_read
FROM pg_catalog.pg_locks AS l
WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
  AND l.locktype OPERATOR(pg_catalog.=) 'relation'
  AND l.relation OPERATOR(pg_catalog.>=) 16384
GROUP BY l.relation
ORDER BY l.relation

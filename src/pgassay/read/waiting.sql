-- One row per lock that a session holds or waits for: on which relation (null for other locks), how, and whether it has it.
SELECT
  CASE WHEN l.locktype = 'relation' THEN l.relation::pg_catalog.int8 END AS file,
  l.mode,
  l.granted
FROM pg_catalog.pg_locks AS l
WHERE l.pid = %s
ORDER BY l.relation, l.mode

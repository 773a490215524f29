-- One row per table that was made under one of the given plain names: that name, what it is called now, and the
-- recorder's first id of it under that name.
WITH made AS (
  SELECT DISTINCT
    c.object,
    pg_catalog.regexp_replace(pg_catalog.replace(c.identity, '"', ''), '^public\.', '') AS name
  FROM pgassay.changes AS c
  WHERE c.class = 'pg_catalog.pg_class'::pg_catalog.regclass
    AND c.tag = 'CREATE TABLE' AND c.kind = 'table' AND c.part = 0 AND NOT c.dropped
)
SELECT m.name, now.identity, pg_catalog.min(c.id) AS since
FROM made AS m
JOIN pg_catalog.pg_class AS r ON r.oid = m.object
CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, r.oid, 0) AS now
JOIN pgassay.changes AS c
  ON c.class = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.object = r.oid AND c.part = 0
  AND c.identity = now.identity AND NOT c.dropped
WHERE m.name = ANY(%(names)s::text[])
GROUP BY m.name, now.identity
ORDER BY m.name COLLATE "C", now.identity COLLATE "C"

-- One row per object that a replay recorded: what Postgres calls it now, and the recorder's ids that shaped it.
SELECT
  object.type AS kind,
  object.identity,
  r.ids
FROM (
  SELECT c.class, c.object, c.part, pg_catalog.array_agg(c.id ORDER BY c.id) AS ids
  FROM pgassay.changes AS c
  WHERE c.class IS NOT NULL AND NOT c.dropped
    -- What is said of an object or granted on it does not shape it.
    AND c.tag NOT IN ('COMMENT', 'GRANT', 'REVOKE', 'SECURITY LABEL')
  GROUP BY c.class, c.object, c.part
) AS r
CROSS JOIN LATERAL pg_catalog.pg_identify_object(r.class, r.object, r.part) AS object
WHERE object.identity IS NOT NULL
ORDER BY object.type COLLATE "C", object.identity COLLATE "C"

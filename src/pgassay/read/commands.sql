-- One row per command that the recorder noted after the id given: its tag, and what it made, changed or dropped, and its look before and after.
SELECT
  c.id,
  c.tag,
  coalesce(c.kind, object.type, '') AS kind,
  coalesce(c.identity, object.identity, '') AS identity,
  c.dropped,
  c.was,
  c.now
FROM pgassay.changes AS c
LEFT JOIN LATERAL pg_catalog.pg_identify_object(c.class, c.object, c.part) AS object
  ON c.identity IS NULL AND c.class IS NOT NULL AND NOT c.dropped
WHERE NOT c.in_extension AND c.id OPERATOR(pg_catalog.>) {after}
ORDER BY c.id

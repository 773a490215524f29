-- One row per table whose own name, or the name of an index of which, is in the list.
SELECT DISTINCT object.identity
FROM pg_catalog.pg_class AS c
LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
JOIN pg_catalog.pg_class AS owner ON owner.oid = coalesce(i.indrelid, c.oid)
CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, owner.oid, 0) AS object
WHERE c.relname = ANY (%s) AND owner.relkind IN ('r', 'p') AND c.oid >= 16384
ORDER BY object.identity

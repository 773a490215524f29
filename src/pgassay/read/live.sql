-- One row per file that a relation in use keeps its rows or its index in: whose it is, and which file it is now.
SELECT
  own.oid::pg_catalog.int8 AS file,
  pg_catalog.pg_relation_filenode(own.oid)::pg_catalog.int8 AS node,
  owner.oid::pg_catalog.int8 AS relation,
  object.identity,
  object.type AS kind
FROM pg_catalog.pg_class AS own
LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = own.oid
LEFT JOIN pg_catalog.pg_class AS toasted ON toasted.reltoastrelid = coalesce(i.indrelid, own.oid)
JOIN pg_catalog.pg_class AS owner ON owner.oid = coalesce(toasted.oid, i.indrelid, own.oid)
JOIN pg_catalog.pg_namespace AS n ON n.oid = owner.relnamespace
CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, owner.oid, 0) AS object
WHERE own.oid >= 16384
  AND own.relkind IN ('r', 'p', 'i', 'I', 't', 'm', 'v', 'S')
  AND n.nspname NOT IN ('pgassay', 'pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\_temp\_%'
ORDER BY own.oid

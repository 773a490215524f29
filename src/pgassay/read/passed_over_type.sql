-- A row is one enum's definition: its labels in their order.
SELECT pg_catalog.json_build_object(
    'identity', pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname),
    'kind', 'type',
    'relation', '',
    'columns', '[]'::json,
    'constraints', '[]'::json,
    'definition', NULL,
    'labels', ARRAY(
        SELECT e.enumlabel FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder))
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.oid = %s AND t.typtype = 'e'
ORDER BY t.oid

-- A row is a constraint of a table or of a domain; the names of columns come from one array per relation.
SELECT
    pg_catalog.format('%I on %s', k.conname, coalesce(owner.identity, domain.identity)) AS identity,
    k.conname AS name,
    owner.identity AS relation,
    domain.identity AS domain,
    CASE k.contype
        WHEN 'c' THEN 'check'
        WHEN 'f' THEN 'foreign key'
        WHEN 'p' THEN 'primary key'
        WHEN 'u' THEN 'unique'
        WHEN 'x' THEN 'exclusion'
        WHEN 'n' THEN 'not null'
    END AS kind,
    ARRAY(SELECT owner.names[n] FROM pg_catalog.unnest(k.conkey) AS n WHERE n > 0) AS columns,
    target.identity AS references,
    ARRAY(SELECT target.names[n] FROM pg_catalog.unnest(k.confkey) AS n) AS referenced_columns,
    deletions.words AS on_delete,
    updates.words AS on_update,
    k.confmatchtype = 'f' AS match_full,
    k.condeferrable AS deferrable,
    k.convalidated AS validated,
    k.enforced,
    k.coninhcount > 0 AS inherited,
    pg_catalog.pg_get_constraintdef(k.oid) AS definition,
    CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END AS expression
-- A column that an older server lacks is found in the outer row, with what that server always does.
FROM (SELECT true AS conenforced) AS older
CROSS JOIN LATERAL (SELECT c.*, conenforced AS enforced FROM pg_catalog.pg_constraint AS c) AS k
LEFT JOIN pg_catalog.pg_constraint AS parent ON parent.oid = k.conparentid
LEFT JOIN (
    SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS identity, a.names
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN (
        SELECT attrelid, pg_catalog.array_agg(attname ORDER BY attnum) AS names
        FROM pg_catalog.pg_attribute WHERE attnum > 0 GROUP BY attrelid
    ) AS a ON a.attrelid = c.oid
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
) AS owner ON owner.oid = k.conrelid
LEFT JOIN (
    SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname) AS identity, a.names
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN (
        SELECT attrelid, pg_catalog.array_agg(attname ORDER BY attnum) AS names
        FROM pg_catalog.pg_attribute WHERE attnum > 0 GROUP BY attrelid
    ) AS a ON a.attrelid = c.oid
) AS target ON target.oid = k.confrelid
LEFT JOIN (
    SELECT t.oid, pg_catalog.format('%I.%I', n.nspname, t.typname) AS identity
    FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
) AS domain ON domain.oid = k.contypid
LEFT JOIN (
    VALUES ('a', 'no action'), ('r', 'restrict'), ('c', 'cascade'), ('n', 'set null'), ('d', 'set default')
) AS deletions (letter, words) ON deletions.letter = k.confdeltype
LEFT JOIN (
    VALUES ('a', 'no action'), ('r', 'restrict'), ('c', 'cascade'), ('n', 'set null'), ('d', 'set default')
) AS updates (letter, words) ON updates.letter = k.confupdtype
WHERE k.contype <> 't'
    AND (owner.oid IS NOT NULL OR domain.oid IS NOT NULL)
    -- A foreign key to a partitioned table has a hidden twin for each partition; Postgres alone minds them.
    AND parent.conrelid IS DISTINCT FROM k.conrelid
ORDER BY pg_catalog.format('%I on %s', k.conname, coalesce(owner.identity, domain.identity)) COLLATE "C"

-- A row is a constraint of a table or of a domain; an ordinary NOT NULL is the column's own affair.
SELECT
    pg_catalog.quote_ident(k.conname) || ' on ' || coalesce(r.identity, d.identity) COLLATE "C" AS identity,
    k.conname AS name,
    r.identity AS relation,
    d.identity AS domain,
    CASE k.contype
        WHEN 'c' THEN 'check'
        WHEN 'f' THEN 'foreign key'
        WHEN 'p' THEN 'primary key'
        WHEN 'u' THEN 'unique'
        WHEN 'x' THEN 'exclusion'
        WHEN 'n' THEN 'not null'
    END AS kind,
    CASE WHEN pg_catalog.cardinality(k.conkey) = 1 AND k.conkey[1] > 0 THEN ARRAY[r.columns[k.conkey[1]]]
        ELSE ARRAY(SELECT r.columns[n] FROM pg_catalog.unnest(k.conkey) AS n WHERE n > 0) END AS columns,
    target.identity AS references,
    CASE WHEN k.contype = 'f' THEN ARRAY(SELECT target.columns[n] FROM pg_catalog.unnest(k.confkey) AS n)
        ELSE '{}' END AS referenced_columns,
    CASE k.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
        WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS on_delete,
    CASE k.confupdtype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
        WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS on_update,
    k.confmatchtype = 'f' AS match_full,
    k.condeferrable AS deferrable,
    k.convalidated AS validated,
    k.conenforced AS enforced,
    k.coninhcount > 0 AS inherited,
    -- NOT NULL is most of the rows; the words are what pg_get_constraintdef prints, at a quarter of the time.
    CASE WHEN k.contype = 'n' AND k.conrelid <> 0 THEN
        'NOT NULL ' || pg_catalog.quote_ident(r.columns[k.conkey[1]])
            || CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END
            || CASE WHEN k.convalidated THEN '' ELSE ' NOT VALID' END
        ELSE pg_catalog.pg_get_constraintdef(k.oid)
    END AS definition,
    CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END AS expression
-- A server before 18 has no conenforced: the name is then found in the outer row, with what that server does.
FROM (SELECT true AS conenforced) AS older
CROSS JOIN LATERAL (
    SELECT
        oid, conname, contype, conrelid, contypid, conparentid, confrelid, conkey, confkey, confdeltype,
        confupdtype, confmatchtype, condeferrable, convalidated, conenforced, coninhcount, connoinherit,
        conbin
    FROM pg_catalog.pg_constraint
) AS k
LEFT JOIN relation AS r ON r.oid = k.conrelid
LEFT JOIN (
    SELECT t.oid, s.identity || '.' || pg_catalog.quote_ident(t.typname) AS identity
    FROM pg_catalog.pg_type AS t
    JOIN schema AS s ON s.oid = t.typnamespace
    WHERE t.typtype = 'd'
) AS d ON d.oid = k.contypid
LEFT JOIN relation AS target ON target.oid = k.confrelid
WHERE k.contype <> 't'
    -- An ordinary NOT NULL says nothing that its column does not: only one with a name of its own, NOT VALID or
    -- NO INHERIT is a row. They would be most of the rows.
    AND NOT (
        k.contype = 'n' AND k.conrelid <> 0 AND k.convalidated AND NOT k.connoinherit
        AND k.conname = r.name || '_' || r.columns[k.conkey[1]] || '_not_null'
    )
    AND (r.oid IS NOT NULL OR d.oid IS NOT NULL)
    -- A foreign key to a partitioned table has a hidden twin for each partition; Postgres alone minds them.
    AND (k.conparentid = 0 OR NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid
    ))
ORDER BY identity

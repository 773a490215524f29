-- A row is an index of a table or materialized view.
WITH relation AS (
    -- names[n] is the name of column number n: dropped columns keep their place.
    SELECT
        c.oid,
        pg_catalog.format('%I.%I', n.nspname, c.relname) AS identity,
        pg_catalog.array_agg(a.attname ORDER BY a.attnum) AS names
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relkind IN ('r', 'p', 'm')
        AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
    GROUP BY c.oid, n.nspname, c.relname
),
classes AS (
    -- Thousands of indexes share a few lists of operator classes.
    SELECT l.indclass, pg_catalog.array_agg(o.opcname ORDER BY u.position) AS names
    FROM (SELECT DISTINCT indclass FROM pg_catalog.pg_index) AS l
    CROSS JOIN LATERAL pg_catalog.unnest(l.indclass) WITH ORDINALITY AS u (oid, position)
    JOIN pg_catalog.pg_opclass AS o ON o.oid = u.oid
    GROUP BY l.indclass
)
SELECT
    pg_catalog.format('%I.%I', n.nspname, c.relname) COLLATE "C" AS identity,
    c.relname AS name,
    r.identity AS relation,
    m.amname AS method,
    parts.keys,
    parts.columns,
    coalesce(parts.included, '{}') AS included,
    classes.names AS operator_classes,
    ARRAY(SELECT o & 1 = 1 FROM pg_catalog.unnest(i.indoption) AS o) AS descending,
    i.indisunique AS unique,
    i.indisprimary AS primary,
    i.indisvalid AS valid,
    i.indnullsnotdistinct AS nulls_not_distinct,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
    k.conname AS constraint,
    pg_catalog.pg_get_indexdef(c.oid) AS definition
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am AS m ON m.oid = c.relam
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN relation AS r ON r.oid = i.indrelid
JOIN classes ON classes.indclass = i.indclass
CROSS JOIN LATERAL (
    SELECT
        -- What pg_get_indexdef(index, position, true) prints; it is asked where only it knows.
        pg_catalog.array_agg(
            CASE WHEN u.attnum = 0 THEN pg_catalog.pg_get_indexdef(c.oid, u.position::integer, true)
                ELSE pg_catalog.quote_ident(r.names[u.attnum]) END
        ) FILTER (WHERE u.position <= i.indnkeyatts) AS keys,
        pg_catalog.array_agg(r.names[u.attnum]) FILTER (WHERE u.position <= i.indnkeyatts) AS columns,
        pg_catalog.array_agg(r.names[u.attnum]) FILTER (WHERE u.position > i.indnkeyatts) AS included
    FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY AS u (attnum, position)
) AS parts
LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
ORDER BY identity

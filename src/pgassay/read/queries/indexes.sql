-- A row is an index of a table or materialized view.
SELECT
    x.identity COLLATE "C" AS identity,
    x.name,
    r.identity AS relation,
    a.amname AS method,
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
    pg_catalog.pg_get_indexdef(i.indexrelid) AS definition
FROM pg_catalog.pg_index AS i
JOIN relation AS x ON x.oid = i.indexrelid
JOIN relation AS r ON r.oid = i.indrelid
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am AS a ON a.oid = c.relam
-- Thousands of indexes share a few lists of operator classes.
JOIN (
    SELECT l.indclass, pg_catalog.array_agg(o.opcname ORDER BY u.position) AS names
    FROM (SELECT DISTINCT indclass FROM pg_catalog.pg_index) AS l
    CROSS JOIN LATERAL pg_catalog.unnest(l.indclass) WITH ORDINALITY AS u (oid, position)
    JOIN pg_catalog.pg_opclass AS o ON o.oid = u.oid
    GROUP BY l.indclass
) AS classes ON classes.indclass = i.indclass
CROSS JOIN LATERAL (
    SELECT
        -- What pg_get_indexdef(index, position, true) prints; it is asked where only it knows.
        pg_catalog.array_agg(
            CASE WHEN u.attnum = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, u.position::integer, true)
                ELSE pg_catalog.quote_ident(r.columns[u.attnum]) END
        ) FILTER (WHERE u.position <= i.indnkeyatts) AS keys,
        pg_catalog.array_agg(r.columns[u.attnum]) FILTER (WHERE u.position <= i.indnkeyatts) AS columns,
        pg_catalog.array_agg(r.columns[u.attnum]) FILTER (WHERE u.position > i.indnkeyatts) AS included
    FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY AS u (attnum, position)
) AS parts
LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
ORDER BY identity

-- A row is an index of a table or materialized view; parts are gathered in one pass over all of them.
SELECT
    pg_catalog.format('%I.%I', n.nspname, c.relname) AS identity,
    c.relname AS name,
    pg_catalog.format('%I.%I', rn.nspname, r.relname) AS relation,
    m.amname AS method,
    parts.keys,
    parts.columns,
    coalesce(parts.included, '{}') AS included,
    parts.operator_classes,
    parts.descending,
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
JOIN pg_catalog.pg_class AS r ON r.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace
JOIN (
    SELECT
        x.indexrelid,
        -- What pg_get_indexdef(index, position, true) prints; it is called where only it knows.
        pg_catalog.array_agg(
            CASE WHEN p.attnum = 0 THEN pg_catalog.pg_get_indexdef(x.indexrelid, p.position::integer, true)
                ELSE pg_catalog.quote_ident(a.attname) END
            ORDER BY p.position
        ) FILTER (WHERE p.position <= x.indnkeyatts) AS keys,
        pg_catalog.array_agg(a.attname ORDER BY p.position) FILTER (WHERE p.position <= x.indnkeyatts) AS columns,
        pg_catalog.array_agg(a.attname ORDER BY p.position) FILTER (WHERE p.position > x.indnkeyatts) AS included,
        pg_catalog.array_agg(o.opcname ORDER BY p.position) FILTER (WHERE p.position <= x.indnkeyatts)
            AS operator_classes,
        pg_catalog.array_agg(p.option & 1 = 1 ORDER BY p.position) FILTER (WHERE p.position <= x.indnkeyatts)
            AS descending
    FROM pg_catalog.pg_index AS x
    CROSS JOIN LATERAL ROWS FROM (
        pg_catalog.unnest(x.indkey), pg_catalog.unnest(x.indclass), pg_catalog.unnest(x.indoption)
    ) WITH ORDINALITY AS p (attnum, opclass, option, position)
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = p.attnum
    LEFT JOIN pg_catalog.pg_opclass AS o ON o.oid = p.opclass
    GROUP BY x.indexrelid
) AS parts ON parts.indexrelid = i.indexrelid
LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
ORDER BY pg_catalog.format('%I.%I', n.nspname, c.relname) COLLATE "C"

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
    parts.descending,
    i.indisunique AS unique,
    i.indisprimary AS primary,
    i.indisvalid AS valid,
    i.indnullsnotdistinct AS nulls_not_distinct,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
    k.conname AS constraint,
    -- The dearest part of a catalog: pg_get_indexdef looks up every part of every index one by one. A plain
    -- btree, what most indexes are, is put in the same words here.
    CASE WHEN parts.plain AND i.indpred IS NULL AND x.options IS NULL AND NOT i.indnullsnotdistinct
            AND i.indnatts = i.indnkeyatts THEN
        'CREATE ' || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END
            || 'INDEX ' || pg_catalog.quote_ident(x.name)
            || ' ON ' || CASE WHEN x.kind = 'I' THEN 'ONLY ' ELSE '' END || r.identity
            || ' USING btree (' || pg_catalog.array_to_string(parts.ordered, ', ') || ')'
        ELSE pg_catalog.pg_get_indexdef(i.indexrelid)
    END AS definition,
    o.description AS comment
FROM pg_catalog.pg_index AS i
JOIN relation AS x ON x.oid = i.indexrelid
JOIN relation AS r ON r.oid = i.indrelid
JOIN pg_catalog.pg_am AS a ON a.oid = x.access_method
-- Thousands of indexes share a few lists of operator classes.
JOIN (
    SELECT
        l.indclass,
        pg_catalog.array_agg(o.opcname ORDER BY u.position) AS names,
        -- The type for which the class goes without saying: the default of btree, without parameters.
        pg_catalog.array_agg(
            CASE WHEN o.opcdefault AND o.opckeytype = 0 AND m.amname = 'btree' AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_amproc AS p WHERE p.amprocfamily = o.opcfamily AND p.amprocnum = 5
            ) THEN o.opcintype END ORDER BY u.position
        ) AS plain_types
    FROM (SELECT DISTINCT indclass FROM pg_catalog.pg_index) AS l
    CROSS JOIN LATERAL pg_catalog.unnest(l.indclass) WITH ORDINALITY AS u (oid, position)
    JOIN pg_catalog.pg_opclass AS o ON o.oid = u.oid
    JOIN pg_catalog.pg_am AS m ON m.oid = o.opcmethod
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
        pg_catalog.array_agg(r.columns[u.attnum]) FILTER (WHERE u.position > i.indnkeyatts) AS included,
        pg_catalog.array_agg(u.option & 1 = 1) FILTER (WHERE u.position <= i.indnkeyatts) AS descending,
        pg_catalog.array_agg(pg_catalog.quote_ident(r.columns[u.attnum])
            || CASE u.option WHEN 0 THEN '' WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST'
                ELSE ' DESC' END
        ) AS ordered,
        NOT r.collated AND pg_catalog.bool_and(
            u.attnum > 0 AND u.collated IN (0, 100)
                AND classes.plain_types[u.position] IS NOT DISTINCT FROM r.column_types[u.attnum]
        ) AS plain
    FROM ROWS FROM (
        pg_catalog.unnest(i.indkey), pg_catalog.unnest(i.indcollation), pg_catalog.unnest(i.indoption)
    ) WITH ORDINALITY AS u (attnum, collated, option, position)
) AS parts
LEFT JOIN pg_catalog.pg_description AS o ON o.objoid = i.indexrelid
    AND o.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objsubid = 0
LEFT JOIN pg_catalog.pg_constraint AS k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
ORDER BY identity

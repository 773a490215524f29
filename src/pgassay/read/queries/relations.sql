-- A row is a table, partitioned table, view, materialized view or foreign table, with its columns in order.
SELECT
    r.identity COLLATE "C" AS identity,
    r.schema,
    r.name,
    CASE WHEN r.kind = 'p' THEN 'partitioned table' ELSE r.type END AS kind,
    pg_catalog.pg_get_userbyid(r.owner) AS owner,
    coalesce(columns.items, '[]') AS columns,
    c.relrowsecurity AS rls_enabled,
    c.relforcerowsecurity AS rls_forced,
    CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END
        AS persistence,
    CASE c.relreplident
        WHEN 'd' THEN 'default' WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index'
    END AS replica_identity,
    CASE WHEN c.reloptions IS NULL THEN '{}'
        ELSE ARRAY(SELECT o FROM pg_catalog.unnest(c.reloptions) AS o ORDER BY o COLLATE "C") END AS options,
    parent.identity AS parent,
    CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
    CASE WHEN r.kind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key,
    CASE WHEN c.relispartition THEN pg_catalog.pg_get_partition_constraintdef(c.oid) END AS partition_test,
    CASE WHEN r.kind IN ('v', 'm') THEN
        pg_catalog.rtrim(pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid)), ';') END AS definition,
    m.extension,
    o.description AS comment
FROM relation AS r
JOIN pg_catalog.pg_class AS c ON c.oid = r.oid
LEFT JOIN (
    SELECT
        a.attrelid,
        pg_catalog.json_agg(
            (SELECT item FROM (
                SELECT
                    a.attname AS name,
                    pg_catalog.quote_ident(a.attname) AS quoted,
                    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
                    tn.nspname AS type_schema,
                    t.typcategory AS type_category,
                    a.attnotnull AS not_null,
                    -- Only a generated column's expression names columns: to look them up takes longest.
                    pg_catalog.pg_get_expr(e.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE a.attrelid END)
                        AS default,
                    CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE '' END
                        AS identity,
                    CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' ELSE '' END
                        AS generated,
                    d.description AS comment
            ) AS item) ORDER BY a.attnum
        ) AS items
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_attrdef AS e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = a.attrelid
        AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped
        AND a.attrelid IN (SELECT oid FROM relation WHERE kind IN ('r', 'p', 'v', 'm', 'f'))
    GROUP BY a.attrelid
) AS columns ON columns.attrelid = r.oid
LEFT JOIN pg_catalog.pg_inherits AS i ON i.inhrelid = r.oid AND i.inhseqno = 1
LEFT JOIN relation AS parent ON parent.oid = i.inhparent
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objid = r.oid
LEFT JOIN pg_catalog.pg_description AS o ON o.objoid = r.oid
    AND o.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objsubid = 0
WHERE r.kind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY identity

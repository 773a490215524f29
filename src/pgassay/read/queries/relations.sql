-- A row is a table, partitioned table, view, materialized view or foreign table, with its columns in order.
SELECT
    pg_catalog.format('%I.%I', n.nspname, c.relname) COLLATE "C" AS identity,
    n.nspname AS schema,
    c.relname AS name,
    CASE c.relkind
        WHEN 'r' THEN 'table'
        WHEN 'p' THEN 'partitioned table'
        WHEN 'v' THEN 'view'
        WHEN 'm' THEN 'materialized view'
        WHEN 'f' THEN 'foreign table'
    END AS kind,
    pg_catalog.pg_get_userbyid(c.relowner) AS owner,
    coalesce(columns.items, '[]') AS columns,
    c.relrowsecurity AS rls_enabled,
    c.relforcerowsecurity AS rls_forced,
    CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' END
        AS persistence,
    CASE c.relreplident
        WHEN 'd' THEN 'default' WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index'
    END AS replica_identity,
    ARRAY(SELECT o FROM pg_catalog.unnest(c.reloptions) AS o ORDER BY o COLLATE "C") AS options,
    parents.identity AS parent,
    CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS partition_bound,
    CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key,
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.rtrim(pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid)), ';')
    END AS definition,
    members.extname AS extension,
    comments.description AS comment
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
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
                    -- Only a generated column's expression names columns; to look them up is half the query's time.
                    pg_catalog.pg_get_expr(e.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE a.attrelid END)
                        AS default,
                    CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE '' END AS identity,
                    CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' ELSE '' END AS generated,
                    o.description AS comment
            ) AS item) ORDER BY a.attnum
        ) AS items
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS r ON r.oid = a.attrelid AND r.relkind IN ('r', 'p', 'v', 'm', 'f')
    JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace
        AND rn.nspname NOT LIKE 'pg\_%' AND rn.nspname NOT IN ('information_schema', 'pgassay')
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_attrdef AS e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_description AS o ON o.objoid = a.attrelid
        AND o.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND o.objsubid = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped
    GROUP BY a.attrelid
) AS columns ON columns.attrelid = c.oid
LEFT JOIN (
    SELECT i.inhrelid, pg_catalog.format('%I.%I', pn.nspname, p.relname) AS identity
    FROM pg_catalog.pg_inherits AS i
    JOIN pg_catalog.pg_class AS p ON p.oid = i.inhparent
    JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.relnamespace
    WHERE i.inhseqno = 1
) AS parents ON parents.inhrelid = c.oid
LEFT JOIN (
    SELECT d.objid, x.extname
    FROM pg_catalog.pg_extension AS x
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        AND d.refobjid = x.oid AND d.deptype = 'e' AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
) AS members ON members.objid = c.oid
LEFT JOIN pg_catalog.pg_description AS comments ON comments.objoid = c.oid
    AND comments.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND comments.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
    AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
ORDER BY identity

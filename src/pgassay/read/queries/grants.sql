-- A row is one privilege of one grantee on an object or column; what Postgres grants by itself is spelled out.
SELECT
    o.kind COLLATE "C" AS kind,
    o.object COLLATE "C" AS object,
    o.column_name COLLATE "C" AS column,
    CASE WHEN p.grantee = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(p.grantee) END COLLATE "C" AS grantee,
    pg_catalog.pg_get_userbyid(p.grantor) COLLATE "C" AS grantor,
    pg_catalog.lower(p.privilege_type) COLLATE "C" AS privilege,
    p.is_grantable AS grantable
FROM (
    SELECT
        'schema' AS kind,
        pg_catalog.quote_ident(n.nspname) AS object,
        NULL::pg_catalog.name AS column_name,
        coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner)) AS acl
    FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
    UNION ALL
    SELECT
        CASE c.relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
            WHEN 'f' THEN 'foreign table' ELSE 'table' END,
        pg_catalog.format('%I.%I', n.nspname, c.relname),
        NULL,
        coalesce(c.relacl, pg_catalog.acldefault((CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", c.relowner))
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
    UNION ALL
    SELECT
        CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
            ELSE 'table' END,
        pg_catalog.format('%I.%I', n.nspname, c.relname),
        a.attname,
        a.attacl
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
        AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
    UNION ALL
    SELECT i.type, i.identity, NULL, coalesce(f.proacl, pg_catalog.acldefault('f', f.proowner))
    FROM pg_catalog.pg_proc AS f
    JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace
    CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_proc'::pg_catalog.regclass, f.oid, 0) AS i
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
    UNION ALL
    SELECT
        'type',
        pg_catalog.format('%I.%I', n.nspname, t.typname),
        NULL,
        coalesce(t.typacl, pg_catalog.acldefault('T', t.typowner))
    FROM pg_catalog.pg_type AS t
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd', 'c', 'r', 'b')
        AND (t.typtype <> 'c' OR c.relkind = 'c')
        AND NOT (t.typtype = 'b' AND t.typcategory = 'A' AND t.typelem <> 0)
        AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
) AS o
CROSS JOIN LATERAL pg_catalog.aclexplode(o.acl) AS p
ORDER BY kind, object, "column" NULLS FIRST, grantee, grantor, privilege, grantable

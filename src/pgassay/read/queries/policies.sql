-- A row is a row-level security policy.
SELECT
    pg_catalog.format('%I on %I.%I', p.polname, n.nspname, c.relname) COLLATE "C" AS identity,
    p.polname AS name,
    pg_catalog.format('%I.%I', n.nspname, c.relname) AS relation,
    CASE p.polcmd
        WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete'
    END AS command,
    p.polpermissive AS permissive,
    ARRAY(
        SELECT CASE WHEN r = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(r) END
        FROM pg_catalog.unnest(p.polroles) AS r
        ORDER BY CASE WHEN r = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(r) END COLLATE "C"
    ) AS roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check,
    o.description AS comment
FROM pg_catalog.pg_policy AS p
JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_description AS o ON o.objoid = p.oid
    AND o.classoid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND o.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
ORDER BY identity

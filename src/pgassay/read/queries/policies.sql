-- A row is a row-level security policy.
SELECT
    pg_catalog.quote_ident(p.polname) || ' on ' || r.identity COLLATE "C" AS identity,
    p.polname AS name,
    r.identity AS relation,
    CASE p.polcmd
        WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
        WHEN 'd' THEN 'delete'
    END AS command,
    p.polpermissive AS permissive,
    ARRAY(
        SELECT CASE WHEN o = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(o) END COLLATE "C" AS role
        FROM pg_catalog.unnest(p.polroles) AS o
        ORDER BY role
    ) AS roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check,
    d.description AS comment
FROM pg_catalog.pg_policy AS p
JOIN relation AS r ON r.oid = p.polrelid
LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = p.oid
    AND d.classoid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND d.objsubid = 0
ORDER BY identity

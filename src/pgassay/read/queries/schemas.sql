-- A row is a schema that is not the server's own.
SELECT
    pg_catalog.quote_ident(n.nspname) COLLATE "C" AS identity,
    n.nspname AS name,
    pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
    members.extname AS extension
FROM pg_catalog.pg_namespace AS n
LEFT JOIN (
    SELECT d.objid, x.extname
    FROM pg_catalog.pg_extension AS x
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        AND d.refobjid = x.oid AND d.deptype = 'e' AND d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
) AS members ON members.objid = n.oid
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'pgassay')
ORDER BY identity

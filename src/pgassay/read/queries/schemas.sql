-- A row is a schema that is not the server's own.
SELECT
    s.identity COLLATE "C" AS identity,
    s.name,
    pg_catalog.pg_get_userbyid(s.owner) AS owner,
    m.extension
FROM schema AS s
LEFT JOIN member AS m ON m.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND m.objid = s.oid
ORDER BY identity

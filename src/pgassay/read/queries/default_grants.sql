-- A row is a privilege that objects made later will carry; a list for all schemas replaces Postgres's own.
SELECT
    pg_catalog.pg_get_userbyid(d.defaclrole) COLLATE "C" AS role,
    s.name COLLATE "C" AS schema,
    CASE d.defaclobjtype WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'function'
        WHEN 'T' THEN 'type' WHEN 'n' THEN 'schema' WHEN 'L' THEN 'large object' END COLLATE "C" AS kind,
    CASE WHEN p.grantee = 0 THEN 'public' ELSE pg_catalog.pg_get_userbyid(p.grantee) END COLLATE "C"
        AS grantee,
    pg_catalog.lower(p.privilege_type) COLLATE "C" AS privilege,
    p.is_grantable AS grantable
FROM pg_catalog.pg_default_acl AS d
LEFT JOIN schema AS s ON s.oid = d.defaclnamespace
CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) AS p
WHERE d.defaclnamespace = 0 OR s.oid IS NOT NULL
ORDER BY role, schema NULLS FIRST, kind, grantee, privilege, grantable

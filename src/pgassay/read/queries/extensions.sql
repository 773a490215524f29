-- A row is an installed extension; a stand-in shows by its control file, which nobody can change by SQL.
SELECT
    x.extname COLLATE "C" AS name,
    x.extversion AS version,
    n.nspname AS schema,
    x.extrelocatable AS relocatable,
    coalesce(a.comment LIKE 'pgassay stand-in: %', false) AS stand_in
FROM pg_catalog.pg_extension AS x
JOIN pg_catalog.pg_namespace AS n ON n.oid = x.extnamespace
LEFT JOIN pg_catalog.pg_available_extensions() AS a ON a.name = x.extname
ORDER BY name

-- A row is a role that is not one of Postgres's predefined roles.
SELECT
    r.rolname COLLATE "C" AS name,
    r.rolsuper AS superuser,
    r.rolinherit AS inherits,
    r.rolcreaterole AS creates_roles,
    r.rolcreatedb AS creates_databases,
    r.rolcanlogin AS can_login,
    r.rolreplication AS replication,
    r.rolbypassrls AS bypasses_rls,
    ARRAY(SELECT s FROM pg_catalog.unnest(r.rolconfig) AS s ORDER BY s COLLATE "C") AS settings
FROM pg_catalog.pg_roles AS r
WHERE r.rolname NOT LIKE 'pg\_%'
ORDER BY name

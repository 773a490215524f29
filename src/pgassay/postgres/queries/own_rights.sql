-- A row is the connected role: its name, and whether it is a superuser, creates databases, creates roles.
SELECT r.rolname, r.rolsuper, r.rolcreatedb, r.rolcreaterole
FROM pg_catalog.pg_roles AS r
WHERE r.rolname = current_user
ORDER BY r.rolname;

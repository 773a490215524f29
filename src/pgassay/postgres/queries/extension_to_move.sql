-- A row says that an extension is a role's, and that the role makes what it likes in a schema.
SELECT true
FROM pg_catalog.pg_extension AS e
JOIN pg_catalog.pg_namespace AS n ON n.nspname = %(schema)s
WHERE e.extname = %(extension)s
  AND pg_catalog.pg_has_role(%(role)s, e.extowner, 'USAGE')
  AND pg_catalog.has_schema_privilege(%(role)s, n.oid, 'CREATE')

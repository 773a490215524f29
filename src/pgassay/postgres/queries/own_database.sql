-- A row says that the database is a role's, and that there is no foreign-data wrapper of a name in it.
SELECT true
FROM pg_catalog.pg_database AS d
WHERE d.datname = pg_catalog.current_database()
  AND pg_catalog.pg_has_role(%(role)s, d.datdba, 'USAGE')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_foreign_data_wrapper AS w WHERE w.fdwname = %(wrapper)s)

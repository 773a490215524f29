-- A row says that the database is a role's, that there is no tablespace of a name, which is none of Postgres's own, and that there are few of them.
SELECT true
FROM pg_catalog.pg_database AS d
WHERE d.datname = pg_catalog.current_database()
  AND pg_catalog.pg_has_role(%(role)s, d.datdba, 'USAGE')
  AND %(tablespace)s NOT LIKE 'pg\_%%'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace AS t WHERE t.spcname = %(tablespace)s)
  AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_tablespace) < 18

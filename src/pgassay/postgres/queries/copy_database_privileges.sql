-- A row is the database %(target)s, given the privileges of the database %(origin)s.
UPDATE pg_catalog.pg_database AS target
SET datacl = origin.datacl
FROM pg_catalog.pg_database AS origin
WHERE origin.datname = %(origin)s AND target.datname = %(target)s;

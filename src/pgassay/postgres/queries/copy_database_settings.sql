-- A row is one ALTER DATABASE … SET of the database %(origin)s, given to the database %(target)s.
INSERT INTO pg_catalog.pg_db_role_setting (setdatabase, setrole, setconfig)
SELECT target.oid, setting.setrole, setting.setconfig
FROM pg_catalog.pg_db_role_setting AS setting
JOIN pg_catalog.pg_database AS origin ON origin.oid = setting.setdatabase AND origin.datname = %(origin)s
JOIN pg_catalog.pg_database AS target ON target.datname = %(target)s
ORDER BY setting.setrole;

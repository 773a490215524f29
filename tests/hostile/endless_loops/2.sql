CREATE TABLE second_file (id bigint PRIMARY KEY);
SELECT pg_catalog.pg_sleep(1000);

CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
CREATE TABLE notes (id bigint PRIMARY KEY);

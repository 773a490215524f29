CREATE EXTENSION IF NOT EXISTS plpgsql;
CREATE TABLE notes (id bigint PRIMARY KEY);
-- A stand-in that nothing uses.
CREATE EXTENSION pg_cron;

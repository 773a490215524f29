-- What the server used here is built without says nothing of a migration.
CREATE COLLATION case_blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
-- Not there because of it.
CREATE TABLE people (id bigint PRIMARY KEY, email text COLLATE case_blind);
CREATE INDEX people_email_idx ON people (email);
CREATE TABLE papers (id bigint PRIMARY KEY, body xml);
INSERT INTO papers VALUES (1, '<a/>');
CREATE TABLE logs (id bigint PRIMARY KEY, line text COMPRESSION lz4);
-- A language that only an extension brings.
CREATE EXTENSION plv8;
CREATE EXTENSION timescaledb;
CREATE TABLE measures (at timestamptz NOT NULL, value numeric);
SELECT create_hypertable('measures', 'at');
ALTER TABLE measures SET (timescaledb.compress);
CREATE MATERIALIZED VIEW hourly WITH (timescaledb.continuous) AS
  SELECT time_bucket('1 hour', at) AS hour, avg(value) AS value FROM measures GROUP BY 1;
CREATE FUNCTION one() RETURNS integer LANGUAGE plv8 AS 'return 1';

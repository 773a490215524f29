SET lock_timeout = '5s';
CREATE MATERIALIZED VIEW codes AS SELECT id, code FROM parts;
CREATE UNIQUE INDEX codes_id ON codes (id);
REFRESH MATERIALIZED VIEW codes;

-- It comes with every server; the next one is used; the third may be missing; the last is the platform's own.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE notes (id bigint PRIMARY KEY, meaning vector(3));
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS hypopg;
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'hypopg is not available';
END
$$;
CREATE EXTENSION IF NOT EXISTS pg_cron WITH SCHEMA pg_catalog;
CREATE EXTENSION IF NOT EXISTS http;
CREATE FUNCTION page_at(address text) RETURNS text LANGUAGE sql AS 'SELECT content FROM http_get(address)';

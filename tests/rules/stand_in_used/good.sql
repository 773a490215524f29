CREATE EXTENSION IF NOT EXISTS plpgsql;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA extensions;
-- The real answers.
CREATE TABLE notes (
  id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
  sum bytea NOT NULL DEFAULT extensions.digest('', 'sha256')
);
INSERT INTO notes DEFAULT VALUES;
INSERT INTO notes (sum) VALUES (convert_to(extensions.crypt('word', extensions.gen_salt('bf')), 'UTF8'));
-- A stand-in that nothing uses.
CREATE EXTENSION http;
-- Named in a body, which is not run here; and in a text.
CREATE EXTENSION pg_net;
CREATE FUNCTION call_out() RETURNS bigint LANGUAGE sql AS $$ SELECT net.http_post('https://example.com/') $$;
CREATE FUNCTION call_in() RETURNS bigint LANGUAGE sql RETURN net.http_get('https://example.com/');
CREATE VIEW asked AS SELECT id, url FROM net.http_request_queue;
COMMENT ON TABLE notes IS 'Sent by net.http_post() once a day';
INSERT INTO notes (sum) VALUES (extensions.digest('crypt(a, b)', 'sha256'));

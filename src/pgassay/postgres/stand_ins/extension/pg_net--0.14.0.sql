-- pg_net: a request is a row in net.http_request_queue; nothing sends it and no response comes.

CREATE SCHEMA net;
CREATE DOMAIN net.http_method AS text CHECK (
   VALUE OPERATOR(pg_catalog.~~*) 'get' OR VALUE OPERATOR(pg_catalog.~~*) 'post'
   OR VALUE OPERATOR(pg_catalog.~~*) 'delete');
CREATE TYPE net.request_status AS ENUM ('PENDING', 'SUCCESS', 'ERROR');
CREATE TYPE net.http_response AS (status_code integer, headers jsonb, body text);
CREATE TYPE net.http_response_result AS (status net.request_status, message text, response net.http_response);
CREATE UNLOGGED TABLE net.http_request_queue (
   id bigserial, method net.http_method NOT NULL, url text NOT NULL, headers jsonb, body bytea,
   timeout_milliseconds integer NOT NULL);
CREATE UNLOGGED TABLE net._http_response (
   id bigint, status_code integer, content_type text, headers jsonb, content text, timed_out boolean,
   error_msg text, created timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE INDEX ON net._http_response (created);

CREATE FUNCTION net._urlencode_string(string varchar) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
   SELECT coalesce(string_agg(CASE WHEN letter ~ '[A-Za-z0-9_.~-]' THEN letter
             ELSE regexp_replace(upper(encode(pg_catalog.convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g') END, ''
             ORDER BY place), '')
     FROM string_to_table(string::text, NULL) WITH ORDINALITY AS letters (letter, place);
END;
CREATE FUNCTION net._encode_url_with_params_array(url text, params_array text[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN url || CASE WHEN cardinality(params_array) = 0 THEN '' WHEN strpos(url, '?') > 0 THEN '&' ELSE '?' END
       || array_to_string(params_array, '&');

CREATE FUNCTION net.http_get(
   url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000)
RETURNS bigint LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
BEGIN ATOMIC
   INSERT INTO net.http_request_queue (method, url, headers, timeout_milliseconds)
   SELECT 'GET', net._encode_url_with_params_array($1, array(
             SELECT net._urlencode_string(p.key) || '=' || net._urlencode_string(p.value)
               FROM jsonb_each_text($2) AS p)), $3, $4
   RETURNING id;
END;
CREATE FUNCTION net.http_delete(
   url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000,
   body jsonb DEFAULT NULL)
RETURNS bigint LANGUAGE sql VOLATILE PARALLEL SAFE
BEGIN ATOMIC
   INSERT INTO net.http_request_queue (method, url, headers, body, timeout_milliseconds)
   SELECT 'DELETE', net._encode_url_with_params_array($1, array(
             SELECT net._urlencode_string(p.key) || '=' || net._urlencode_string(p.value)
               FROM jsonb_each_text($2) AS p)), $3, pg_catalog.convert_to($5::text, 'UTF8'), $4
   RETURNING id;
END;
CREATE FUNCTION net.http_post(
   url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
   headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 5000)
RETURNS bigint LANGUAGE plpgsql VOLATILE PARALLEL SAFE AS $$
DECLARE
   content_type text := (SELECT h.value FROM jsonb_each_text($4) AS h WHERE lower(h.key) = 'content-type' LIMIT 1);
   request_id bigint;
BEGIN
   IF content_type IS NULL THEN
      headers := coalesce(headers, '{}') || '{"Content-Type": "application/json"}';
   ELSIF content_type NOT LIKE 'application/json%' THEN
      RAISE EXCEPTION 'Content-Type header must be "application/json"';
   END IF;
   INSERT INTO net.http_request_queue (method, url, headers, body, timeout_milliseconds)
   VALUES ('POST', net._encode_url_with_params_array($1, array(
              SELECT net._urlencode_string(p.key) || '=' || net._urlencode_string(p.value)
                FROM jsonb_each_text($3) AS p)),
           headers, pg_catalog.convert_to(body::text, 'UTF8'), timeout_milliseconds)
   RETURNING id INTO request_id;
   RETURN request_id;
END $$;
CREATE FUNCTION net._await_response(request_id bigint) RETURNS boolean
LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN EXISTS (SELECT FROM net._http_response r WHERE r.id = $1);
CREATE FUNCTION net._http_collect_response(request_id bigint, async boolean DEFAULT true)
RETURNS net.http_response_result LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE AS $$
BEGIN
   IF EXISTS (SELECT FROM net.http_request_queue q WHERE q.id = request_id) THEN
      RETURN ROW('PENDING', 'request is pending processing', NULL)::net.http_response_result;
   END IF;
   RETURN ROW('ERROR', 'request matching request_id not found', NULL)::net.http_response_result;
END $$;
CREATE FUNCTION net.http_collect_response(request_id bigint, async boolean DEFAULT true)
RETURNS net.http_response_result LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN net._http_collect_response($1, $2);
CREATE FUNCTION net.worker_restart() RETURNS boolean LANGUAGE sql VOLATILE RETURN true;
CREATE FUNCTION net.wait_until_running() RETURNS void LANGUAGE plpgsql VOLATILE AS $$ BEGIN END $$;
CREATE FUNCTION net.check_worker_is_up() RETURNS void LANGUAGE plpgsql VOLATILE AS $$ BEGIN END $$;

GRANT USAGE ON SCHEMA net TO PUBLIC;
GRANT ALL ON ALL TABLES IN SCHEMA net TO PUBLIC;
GRANT ALL ON ALL SEQUENCES IN SCHEMA net TO PUBLIC;
-- Tables belong to no superuser: what checks a reference to them runs as their owner, a cast of a migration's included.
GRANT USAGE ON SCHEMA net TO pgassay_extensions;
ALTER TABLE net.http_request_queue OWNER TO pgassay_extensions;
ALTER TABLE net._http_response OWNER TO pgassay_extensions;

-- http: nothing is sent; every request answers 200 with an empty JSON object, so that code around it goes on.

CREATE DOMAIN http_method AS text;
CREATE TYPE http_header AS (field varchar, value varchar);
CREATE TYPE http_request AS (
   method http_method, uri varchar, headers http_header[], content_type varchar, content varchar);
CREATE TYPE http_response AS (status integer, content_type varchar, headers http_header[], content varchar);

CREATE FUNCTION http_header(field varchar, value varchar) RETURNS http_header LANGUAGE sql
RETURN ROW($1, $2)::http_header;
CREATE FUNCTION http_headers(VARIADIC args text[]) RETURNS http_header[] LANGUAGE sql
RETURN array(SELECT http_header($1[i], $1[i + 1]) FROM generate_series(1, cardinality($1), 2) AS i);
CREATE FUNCTION http(request http_request) RETURNS http_response LANGUAGE sql
RETURN ROW(200, 'application/json', '{}'::http_header[], '{}')::http_response;
CREATE FUNCTION http_get(uri varchar) RETURNS http_response LANGUAGE sql
RETURN http(ROW('GET', $1, NULL, NULL, NULL)::http_request);
CREATE FUNCTION http_get(uri varchar, data jsonb) RETURNS http_response LANGUAGE sql
RETURN http(ROW('GET', $1, NULL, NULL, NULL)::http_request);
CREATE FUNCTION http_post(uri varchar, content varchar, content_type varchar) RETURNS http_response
LANGUAGE sql
RETURN http(ROW('POST', $1, NULL, $3, $2)::http_request);
CREATE FUNCTION http_post(uri varchar, data jsonb) RETURNS http_response LANGUAGE sql
RETURN http(ROW('POST', $1, NULL, 'application/x-www-form-urlencoded', $2::text)::http_request);
CREATE FUNCTION http_put(uri varchar, content varchar, content_type varchar) RETURNS http_response
LANGUAGE sql
RETURN http(ROW('PUT', $1, NULL, $3, $2)::http_request);
CREATE FUNCTION http_patch(uri varchar, content varchar, content_type varchar) RETURNS http_response
LANGUAGE sql
RETURN http(ROW('PATCH', $1, NULL, $3, $2)::http_request);
CREATE FUNCTION http_delete(uri varchar) RETURNS http_response LANGUAGE sql
RETURN http(ROW('DELETE', $1, NULL, NULL, NULL)::http_request);
CREATE FUNCTION http_delete(uri varchar, content varchar, content_type varchar) RETURNS http_response
LANGUAGE sql
RETURN http(ROW('DELETE', $1, NULL, $3, $2)::http_request);
CREATE FUNCTION http_head(uri varchar) RETURNS http_response LANGUAGE sql
RETURN http(ROW('HEAD', $1, NULL, NULL, NULL)::http_request);
CREATE FUNCTION http_set_curlopt(curlopt varchar, value varchar) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION http_reset_curlopt() RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION http_list_curlopt() RETURNS TABLE (curlopt text, value text) LANGUAGE plpgsql AS $$
BEGIN
   RETURN;
END $$;
CREATE FUNCTION urlencode(string varchar) RETURNS text LANGUAGE sql IMMUTABLE STRICT
BEGIN ATOMIC
   SELECT coalesce(string_agg(CASE WHEN letter = ' ' THEN '+' WHEN letter ~ '[A-Za-z0-9_.-]' THEN letter
             ELSE regexp_replace(upper(encode(pg_catalog.convert_to(letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g') END, ''
             ORDER BY place), '')
     FROM string_to_table($1::text, NULL) WITH ORDINALITY AS letters (letter, place);
END;
CREATE FUNCTION urlencode(string bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT
RETURN urlencode(pg_catalog.convert_from($1, 'UTF8')::varchar);
CREATE FUNCTION urlencode(data jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT
RETURN (SELECT string_agg(urlencode(e.key::varchar) || '=' || urlencode(e.value::varchar), '&')
          FROM jsonb_each_text($1) AS e);
CREATE FUNCTION text_to_bytea(data text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT RETURN pg_catalog.convert_to($1, 'UTF8');
CREATE FUNCTION bytea_to_text(data bytea) RETURNS text
LANGUAGE sql IMMUTABLE STRICT RETURN pg_catalog.convert_from($1, 'UTF8');

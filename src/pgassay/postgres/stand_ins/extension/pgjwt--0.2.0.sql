-- pgjwt: JSON Web Tokens signed with pgcrypto's hmac, which is real.

CREATE FUNCTION url_encode(data bytea) RETURNS text LANGUAGE sql IMMUTABLE
RETURN translate(encode(data, 'base64'), E'+/=\n', '-_');
CREATE FUNCTION url_decode(data text) RETURNS bytea LANGUAGE sql IMMUTABLE
RETURN decode(rpad(translate(data, '-_', '+/'), length(data) + (4 - length(data) % 4) % 4, '='), 'base64');
CREATE FUNCTION algorithm_sign(signables text, secret text, algorithm text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN url_encode(@extschema:pgcrypto@.hmac(signables, secret, CASE algorithm
   WHEN 'HS256' THEN 'sha256' WHEN 'HS384' THEN 'sha384' WHEN 'HS512' THEN 'sha512' ELSE '' END));
CREATE FUNCTION sign(payload json, secret text, algorithm text DEFAULT 'HS256') RETURNS text
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
   SELECT t.signables || '.' || algorithm_sign(t.signables, $2, $3)
     FROM (SELECT url_encode(pg_catalog.convert_to('{"alg":"' || $3 || '","typ":"JWT"}', 'utf8')) || '.'
                  || url_encode(pg_catalog.convert_to($1::text, 'utf8')) AS signables) t;
END;
CREATE FUNCTION try_cast_double(inp text) RETURNS double precision LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
   RETURN inp::double precision;
EXCEPTION WHEN OTHERS THEN
   RETURN NULL;
END $$;
CREATE FUNCTION verify(token text, secret text, algorithm text DEFAULT 'HS256')
RETURNS TABLE (header json, payload json, valid boolean) LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
   SELECT pg_catalog.convert_from(url_decode(t.part[1]), 'utf8')::json,
          p.body,
          t.part[3] = algorithm_sign(t.part[1] || '.' || t.part[2], $2, $3)
             AND tstzrange(to_timestamp(try_cast_double(p.body ->> 'nbf')), to_timestamp(try_cast_double(p.body ->> 'exp')))
                 @> CURRENT_TIMESTAMP
     FROM (SELECT string_to_array($1, '.') AS part) t,
          LATERAL (SELECT pg_catalog.convert_from(url_decode(t.part[2]), 'utf8')::json AS body) p;
END;

-- pgsodium: keys are rows, ciphers cross the text with a stream made from key and nonce; nothing is protected.

CREATE TYPE pgsodium.key_status AS ENUM ('default', 'valid', 'invalid', 'expired');
CREATE TYPE pgsodium.key_type AS ENUM (
   'aead-ietf', 'aead-det', 'hmacsha512', 'hmacsha256', 'auth', 'shorthash', 'generichash', 'kdf', 'secretbox',
   'secretstream', 'stream_xchacha20');
CREATE SEQUENCE pgsodium.key_key_id_seq;
CREATE TABLE pgsodium.key (
   id uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
   status pgsodium.key_status DEFAULT 'valid',
   created timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
   expires timestamptz,
   key_type pgsodium.key_type,
   key_id bigint DEFAULT pg_catalog.nextval('pgsodium.key_key_id_seq'),
   key_context bytea DEFAULT '\x7067736f6469756d',
   name text CONSTRAINT pgsodium_key_unique_name UNIQUE,
   associated_data text DEFAULT 'associated',
   raw_key bytea,
   raw_key_nonce bytea,
   parent_key uuid REFERENCES pgsodium.key,
   comment text,
   user_data text);
CREATE VIEW pgsodium.valid_key AS
   SELECT id, name, status, key_type, key_id, key_context, created, expires, associated_data
     FROM pgsodium.key
    WHERE (status OPERATOR(pg_catalog.=) 'valid' OR status OPERATOR(pg_catalog.=) 'default')
      AND (expires IS NULL OR expires OPERATOR(pg_catalog.>) CURRENT_TIMESTAMP);

CREATE FUNCTION pgsodium.randombytes_buf(size integer) RETURNS bytea LANGUAGE plpgsql VOLATILE STRICT AS $$
DECLARE
   bytes bytea := '';
BEGIN
   WHILE length(bytes) < size LOOP
      bytes := bytes || sha256(uuid_send(pg_catalog.gen_random_uuid()) || uuid_send(pg_catalog.gen_random_uuid()));
   END LOOP;
   RETURN substring(bytes FOR size);
END $$;
CREATE FUNCTION pgsodium.randombytes_random() RETURNS integer LANGUAGE sql VOLATILE
RETURN (random() * 2147483647)::integer;
CREATE FUNCTION pgsodium.randombytes_uniform(upper_bound integer) RETURNS integer LANGUAGE sql VOLATILE STRICT
RETURN floor(random() * $1)::integer;

CREATE FUNCTION pgsodium.create_key(
   key_type pgsodium.key_type DEFAULT 'aead-det', name text DEFAULT NULL, raw_key bytea DEFAULT NULL,
   raw_key_nonce bytea DEFAULT NULL, parent_key uuid DEFAULT NULL, key_context bytea DEFAULT '\x7067736f6469756d',
   expires timestamptz DEFAULT NULL, associated_data text DEFAULT '') RETURNS pgsodium.valid_key
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
   new_id uuid;
   created_key pgsodium.valid_key;
BEGIN
   INSERT INTO pgsodium.key (key_type, name, raw_key, raw_key_nonce, parent_key, key_context, expires, associated_data)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id INTO new_id;
   SELECT v.* INTO STRICT created_key FROM pgsodium.valid_key v WHERE v.id = new_id;
   RETURN created_key;
END $$;
CREATE FUNCTION pgsodium.get_key_by_id(uuid) RETURNS pgsodium.valid_key LANGUAGE sql STABLE STRICT
BEGIN ATOMIC
   SELECT v.* FROM pgsodium.valid_key v WHERE v.id = $1;
END;
CREATE FUNCTION pgsodium.get_key_by_name(text) RETURNS pgsodium.valid_key LANGUAGE sql STABLE STRICT
BEGIN ATOMIC
   SELECT v.* FROM pgsodium.valid_key v WHERE v.name = $1;
END;

-- Deterministic authenticated encryption: a mark, a check of key, nonce, text and what goes with it, the text.
CREATE FUNCTION pgsodium.crypto_aead_det_encrypt(message bytea, additional bytea, key bytea, nonce bytea DEFAULT NULL)
RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
   seed CONSTANT bytea := key || coalesce(nonce, ''::bytea);
BEGIN
   IF message IS NULL OR key IS NULL THEN
      RETURN NULL;
   END IF;
   RETURN convert_to('pgassay stand-in', 'UTF8')
      || substring(sha256(seed || coalesce(additional, ''::bytea) || message) FOR 16) || (
      SELECT coalesce(substring(string_agg(int8send(
                ('x' || rpad(encode(substring(message FROM n * 8 + 1 FOR 8), 'hex'), 16, '0'))::bit(64)::bigint
                # ('x' || encode(substring(sha256(seed || int4send(n)) FOR 8), 'hex'))::bit(64)::bigint
             ), ''::bytea ORDER BY n) FOR length(message)), ''::bytea)
        FROM generate_series(0, (length(message) - 1) / 8) AS n);
END $$;
CREATE FUNCTION pgsodium.crypto_aead_det_decrypt(ciphertext bytea, additional bytea, key bytea, nonce bytea DEFAULT NULL)
RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
   message bytea;
BEGIN
   IF ciphertext IS NULL OR key IS NULL THEN
      RETURN NULL;
   END IF;
   -- the stream is its own inverse
   message := substring(pgsodium.crypto_aead_det_encrypt(substring(ciphertext FROM 33), additional, key, nonce) FROM 33);
   IF pgsodium.crypto_aead_det_encrypt(message, additional, key, nonce) <> ciphertext THEN
      RAISE data_exception USING MESSAGE = 'pgsodium_crypto_aead_det_decrypt: invalid ciphertext';
   END IF;
   RETURN message;
END $$;
CREATE FUNCTION pgsodium.crypto_aead_det_encrypt(message bytea, additional bytea, key_uuid uuid, nonce bytea)
RETURNS bytea LANGUAGE sql STABLE
RETURN pgsodium.crypto_aead_det_encrypt($1, $2, uuid_send($3), $4);
CREATE FUNCTION pgsodium.crypto_aead_det_decrypt(ciphertext bytea, additional bytea, key_uuid uuid, nonce bytea)
RETURNS bytea LANGUAGE sql STABLE
RETURN pgsodium.crypto_aead_det_decrypt($1, $2, uuid_send($3), $4);
CREATE FUNCTION pgsodium.crypto_aead_det_encrypt(message bytea, additional bytea, key_uuid uuid)
RETURNS bytea LANGUAGE sql STABLE
RETURN pgsodium.crypto_aead_det_encrypt($1, $2, uuid_send($3), NULL::bytea);
CREATE FUNCTION pgsodium.crypto_aead_det_decrypt(ciphertext bytea, additional bytea, key_uuid uuid)
RETURNS bytea LANGUAGE sql STABLE
RETURN pgsodium.crypto_aead_det_decrypt($1, $2, uuid_send($3), NULL::bytea);
CREATE FUNCTION pgsodium.crypto_aead_det_keygen() RETURNS bytea LANGUAGE sql VOLATILE
RETURN pgsodium.randombytes_buf(32);
CREATE FUNCTION pgsodium.crypto_aead_det_noncegen() RETURNS bytea LANGUAGE sql VOLATILE
RETURN pgsodium.randombytes_buf(16);
CREATE FUNCTION pgsodium.crypto_secretbox(message bytea, nonce bytea, key bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE
RETURN pgsodium.crypto_aead_det_encrypt($1, NULL::bytea, $3, $2);
CREATE FUNCTION pgsodium.crypto_secretbox_open(ciphertext bytea, nonce bytea, key bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE
RETURN pgsodium.crypto_aead_det_decrypt($1, NULL::bytea, $3, $2);
CREATE FUNCTION pgsodium.crypto_secretbox_keygen() RETURNS bytea LANGUAGE sql VOLATILE
RETURN pgsodium.randombytes_buf(32);
CREATE FUNCTION pgsodium.crypto_secretbox_noncegen() RETURNS bytea LANGUAGE sql VOLATILE
RETURN pgsodium.randombytes_buf(24);
CREATE FUNCTION pgsodium.crypto_hash_sha256(message bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE RETURN sha256($1);
CREATE FUNCTION pgsodium.crypto_hash_sha512(message bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE RETURN sha512($1);
CREATE FUNCTION pgsodium.derive_key(key_id bigint, key_len integer DEFAULT 32, context bytea DEFAULT '\x7067736f6469756d')
RETURNS bytea LANGUAGE sql IMMUTABLE
RETURN substring(sha512($3 || int8send($1)) FOR $2);

GRANT USAGE ON SCHEMA pgsodium TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON ALL TABLES IN SCHEMA pgsodium TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON ALL SEQUENCES IN SCHEMA pgsodium TO @extowner@ WITH GRANT OPTION;
DO $$
BEGIN
   IF pg_catalog.to_regrole('service_role') IS NOT NULL THEN
      GRANT USAGE ON SCHEMA pgsodium TO service_role;
      GRANT SELECT ON pgsodium.valid_key TO service_role;
   END IF;
END $$;
-- Tables belong to no superuser: what checks a reference to them runs as their owner, a cast of a migration's included.
GRANT USAGE ON SCHEMA pgsodium TO pgassay_extensions;
ALTER TABLE pgsodium.key OWNER TO pgassay_extensions;
ALTER VIEW pgsodium.valid_key OWNER TO pgassay_extensions;
ALTER SEQUENCE pgsodium.key_key_id_seq OWNER TO pgassay_extensions;

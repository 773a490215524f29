-- supabase_vault: secrets are stored crossed with a known stream, and read back through decrypted_secrets.

CREATE FUNCTION vault._crypto_aead_det_noncegen() RETURNS bytea LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN pg_catalog.uuid_send(pg_catalog.gen_random_uuid());
CREATE FUNCTION vault._crypto_aead_det_encrypt(
   message bytea, additional bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea,
   nonce bytea DEFAULT NULL) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
   RETURN convert_to('pgassay stand-in', 'UTF8') || (
      SELECT coalesce(substring(string_agg(int8send(
                ('x' || rpad(encode(substring(message FROM n * 8 + 1 FOR 8), 'hex'), 16, '0'))::bit(64)::bigint
                # ('x' || encode(substring(sha256(coalesce(nonce, ''::bytea) || int4send(n)) FOR 8), 'hex'))::bit(64)::bigint
             ), ''::bytea ORDER BY n) FOR length(message)), ''::bytea)
        FROM generate_series(0, (length(message) - 1) / 8) AS n);
END $$;
CREATE FUNCTION vault._crypto_aead_det_decrypt(
   message bytea, additional bytea, key_id bigint, context bytea DEFAULT '\x7067736f6469756d'::bytea,
   nonce bytea DEFAULT NULL) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
   IF substring(message FOR 16) <> convert_to('pgassay stand-in', 'UTF8') THEN
      RAISE EXCEPTION 'invalid ciphertext';
   END IF;
   -- the stream is its own inverse; written out, because service_role is not allowed to encrypt
   RETURN (
      SELECT coalesce(substring(string_agg(int8send(
                ('x' || rpad(encode(substring(message FROM n * 8 + 17 FOR 8), 'hex'), 16, '0'))::bit(64)::bigint
                # ('x' || encode(substring(sha256(coalesce(nonce, ''::bytea) || int4send(n)) FOR 8), 'hex'))::bit(64)::bigint
             ), ''::bytea ORDER BY n) FOR length(message) - 16), ''::bytea)
        FROM generate_series(0, (length(message) - 17) / 8) AS n);
END $$;

CREATE TABLE vault.secrets (
   id uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
   name text,
   description text NOT NULL DEFAULT '',
   secret text NOT NULL,
   key_id uuid,
   nonce bytea DEFAULT vault._crypto_aead_det_noncegen(),
   created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
   updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE UNIQUE INDEX secrets_name_idx ON vault.secrets (name) WHERE name IS NOT NULL;
CREATE VIEW vault.decrypted_secrets AS
   SELECT s.id, s.name, s.description, s.secret,
          pg_catalog.convert_from(vault._crypto_aead_det_decrypt(
             message => pg_catalog.decode(s.secret, 'base64'), additional => pg_catalog.convert_to(s.id::text, 'UTF8'),
             key_id => 0, nonce => s.nonce), 'UTF8') AS decrypted_secret,
          s.key_id, s.nonce, s.created_at, s.updated_at
     FROM vault.secrets s;

CREATE FUNCTION vault.create_secret(
   new_secret text, new_name text DEFAULT NULL, new_description text DEFAULT '', new_key_id uuid DEFAULT NULL)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
   new_id uuid := gen_random_uuid();
   new_nonce bytea := vault._crypto_aead_det_noncegen();
BEGIN
   INSERT INTO vault.secrets (id, secret, name, description, key_id, nonce)
   VALUES (new_id, encode(vault._crypto_aead_det_encrypt(
              convert_to(new_secret, 'UTF8'), convert_to(new_id::text, 'UTF8'), 0, nonce => new_nonce), 'base64'),
           new_name, new_description, new_key_id, new_nonce);
   RETURN new_id;
END $$;
CREATE FUNCTION vault.update_secret(
   secret_id uuid, new_secret text DEFAULT NULL, new_name text DEFAULT NULL, new_description text DEFAULT NULL,
   new_key_id uuid DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
   UPDATE vault.secrets s
      SET secret = coalesce(encode(vault._crypto_aead_det_encrypt(
                      convert_to(new_secret, 'UTF8'), convert_to(s.id::text, 'UTF8'), 0, nonce => s.nonce), 'base64'),
                   s.secret),
          name = coalesce(new_name, s.name),
          description = coalesce(new_description, s.description),
          key_id = coalesce(new_key_id, s.key_id),
          updated_at = CURRENT_TIMESTAMP
    WHERE s.id = secret_id;
END $$;

-- A definer must not be a superuser: these two act for whoever installed the extension.
ALTER FUNCTION vault.create_secret(text, text, text, uuid) OWNER TO @extowner@;
ALTER FUNCTION vault.update_secret(uuid, text, text, text, uuid) OWNER TO @extowner@;
REVOKE ALL ON FUNCTION vault.create_secret(text, text, text, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION vault.update_secret(uuid, text, text, text, uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION vault._crypto_aead_det_encrypt(bytea, bytea, bigint, bytea, bytea) FROM PUBLIC;
REVOKE ALL ON FUNCTION vault._crypto_aead_det_decrypt(bytea, bytea, bigint, bytea, bytea) FROM PUBLIC;
GRANT USAGE ON SCHEMA vault TO @extowner@ WITH GRANT OPTION;
GRANT ALL ON vault.secrets, vault.decrypted_secrets TO @extowner@ WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION vault._crypto_aead_det_encrypt(bytea, bytea, bigint, bytea, bytea),
      vault._crypto_aead_det_decrypt(bytea, bytea, bigint, bytea, bytea) TO @extowner@ WITH GRANT OPTION;
DO $$
BEGIN
   IF pg_catalog.to_regrole('service_role') IS NOT NULL THEN
      GRANT USAGE ON SCHEMA vault TO service_role;
      GRANT SELECT, DELETE ON vault.secrets, vault.decrypted_secrets TO service_role;
      GRANT EXECUTE ON FUNCTION vault.create_secret(text, text, text, uuid),
            vault.update_secret(uuid, text, text, text, uuid),
            vault._crypto_aead_det_decrypt(bytea, bytea, bigint, bytea, bytea) TO service_role;
   END IF;
END $$;
-- Tables belong to no superuser: what checks a reference to them runs as their owner, a cast of a migration's included.
GRANT USAGE ON SCHEMA vault TO pgassay_extensions;
ALTER TABLE vault.secrets OWNER TO pgassay_extensions;
ALTER VIEW vault.decrypted_secrets OWNER TO pgassay_extensions;

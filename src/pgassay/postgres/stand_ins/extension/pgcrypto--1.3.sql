-- pgcrypto in SQL: digest and hmac give the real values; crypt, encrypt and pgp_* only round-trip.
-- The functions call each other in SQL bodies, which hold the callee itself and so survive SET SCHEMA.

CREATE FUNCTION digest(bytea, text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   word CONSTANT bigint := 4294967295;  -- arithmetic is modulo 2^32
   message bytea;
   w bigint[];
   h0 bigint := 1732584193; h1 bigint := 4023233417; h2 bigint := 2562383102; h3 bigint := 271733878;
   h4 bigint := 3285377520;
   a bigint; b bigint; c bigint; d bigint; e bigint; f bigint; k bigint; swap bigint;
BEGIN
   CASE lower($2)
      WHEN 'md5' THEN RETURN decode(md5($1), 'hex');
      WHEN 'sha224' THEN RETURN sha224($1);
      WHEN 'sha256' THEN RETURN sha256($1);
      WHEN 'sha384' THEN RETURN sha384($1);
      WHEN 'sha512' THEN RETURN sha512($1);
      WHEN 'sha1' THEN NULL;
      ELSE RAISE invalid_parameter_value USING MESSAGE = format('Cannot use "%s": No such hash algorithm', $2);
   END CASE;
   -- SHA-1, which the server does not offer (FIPS 180-4, section 6.1).
   message := $1 || '\x80'::bytea || decode(repeat('00', (119 - length($1) % 64) % 64), 'hex')
              || int8send(length($1)::bigint * 8);
   FOR block IN 0 .. length(message) / 64 - 1 LOOP
      a := h0; b := h1; c := h2; d := h3; e := h4;
      FOR t IN 0 .. 79 LOOP
         IF t < 16 THEN
            w[t] := ('x' || encode(substring(message FROM block * 64 + t * 4 + 1 FOR 4), 'hex'))::bit(32)::bigint;
         ELSE
            swap := w[t - 3] # w[t - 8] # w[t - 14] # w[t - 16];
            w[t] := ((swap << 1) | (swap >> 31)) & word;
         END IF;
         IF t < 20 THEN
            f := (b & c) | ((b # word) & d); k := 1518500249;
         ELSIF t < 40 THEN
            f := b # c # d; k := 1859775393;
         ELSIF t < 60 THEN
            f := (b & c) | (b & d) | (c & d); k := 2400959708;
         ELSE
            f := b # c # d; k := 3395469782;
         END IF;
         swap := ((((a << 5) | (a >> 27)) & word) + f + e + k + w[t]) & word;
         e := d; d := c; c := ((b << 30) | (b >> 2)) & word; b := a; a := swap;
      END LOOP;
      h0 := (h0 + a) & word; h1 := (h1 + b) & word; h2 := (h2 + c) & word; h3 := (h3 + d) & word;
      h4 := (h4 + e) & word;
   END LOOP;
   RETURN substring(int8send(h0) FROM 5) || substring(int8send(h1) FROM 5) || substring(int8send(h2) FROM 5)
          || substring(int8send(h3) FROM 5) || substring(int8send(h4) FROM 5);
END $$;

CREATE FUNCTION digest(text, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN digest(pg_catalog.convert_to($1, pg_catalog.getdatabaseencoding()), $2);

CREATE FUNCTION hmac(bytea, bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
   -- RFC 2104: the key is padded to a block and crossed with 0x36 inside, with 0x5c outside.
   SELECT digest(pads.outside || digest(pads.inside || $1, $3), $3)
     FROM (SELECT string_agg(set_byte('\x00'::bytea, 0, get_byte(key.padded, i) # 54), ''::bytea ORDER BY i) AS inside,
                  string_agg(set_byte('\x00'::bytea, 0, get_byte(key.padded, i) # 92), ''::bytea ORDER BY i) AS outside
             FROM (SELECT short.k || decode(repeat('00', short.size - length(short.k)), 'hex') AS padded
                     FROM (SELECT block.size, CASE WHEN length($2) > block.size THEN digest($2, $3) ELSE $2 END AS k
                             FROM (SELECT CASE WHEN lower($3) IN ('sha384', 'sha512') THEN 128 ELSE 64 END AS size) block
                          ) short
                  ) key, generate_series(0, length(key.padded) - 1) AS i
          ) pads;
END;
CREATE FUNCTION hmac(text, text, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN hmac(pg_catalog.convert_to($1, pg_catalog.getdatabaseencoding()),
            pg_catalog.convert_to($2, pg_catalog.getdatabaseencoding()), $3);

CREATE FUNCTION gen_random_bytes(integer) RETURNS bytea LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE AS $$
DECLARE
   bytes bytea := '';
BEGIN
   IF $1 NOT BETWEEN 1 AND 1024 THEN
      RAISE external_routine_invocation_exception USING MESSAGE = 'Length not in range';
   END IF;
   WHILE length(bytes) < $1 LOOP
      -- hashed, because six bits of a random UUID are fixed
      bytes := bytes || sha256(uuid_send(pg_catalog.gen_random_uuid()) || uuid_send(pg_catalog.gen_random_uuid())
                               || uuid_send(pg_catalog.gen_random_uuid()));
   END LOOP;
   RETURN substring(bytes FOR $1);
END $$;
CREATE FUNCTION gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN pg_catalog.gen_random_uuid();

-- Passwords: formats and lengths are real and crypt(p, crypt(p, salt)) = crypt(p, salt); the hash is another.
CREATE FUNCTION gen_salt(text, integer) RETURNS text LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE AS $$
DECLARE
   chance CONSTANT text := translate(encode(sha256(uuid_send(pg_catalog.gen_random_uuid())), 'base64'), '+=', '..');
BEGIN
   CASE
      WHEN lower($1) = 'bf' AND $2 BETWEEN 4 AND 31 THEN
         RETURN '$2a$' || lpad($2::text, 2, '0') || '$pgassay.stand.in' || left(chance, 6);
      WHEN lower($1) = 'md5' AND $2 = 1000 THEN RETURN '$1$' || left(chance, 8);
      WHEN lower($1) = 'xdes' AND $2 BETWEEN 1 AND 16777215 AND $2 % 2 = 1 THEN RETURN '_J9..' || left(chance, 4);
      WHEN lower($1) = 'des' AND $2 = 25 THEN RETURN left(chance, 2);
      WHEN lower($1) IN ('bf', 'md5', 'xdes', 'des') THEN
         RAISE invalid_parameter_value USING MESSAGE = 'gen_salt: Incorrect number of rounds';
      ELSE RAISE invalid_parameter_value USING MESSAGE = 'gen_salt: Unknown salt algorithm';
   END CASE;
END $$;
CREATE FUNCTION gen_salt(text) RETURNS text LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN gen_salt($1, CASE lower($1) WHEN 'bf' THEN 6 WHEN 'md5' THEN 1000 WHEN 'xdes' THEN 725 ELSE 25 END);

CREATE FUNCTION crypt(text, text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   salt text := coalesce(substring($2 FROM '^\$2[axy]?\$\d\d\$[./A-Za-z0-9]{22}'), substring($2 FROM '^\$1\$[^$]{0,8}'),
                         substring($2 FROM '^_[./A-Za-z0-9]{8}'), substring($2 FROM '^[./A-Za-z0-9]{2}'));
   hash text;
BEGIN
   IF salt IS NULL THEN
      RAISE invalid_parameter_value USING MESSAGE = 'invalid salt';
   END IF;
   hash := translate(encode(sha256(convert_to(salt || $1, 'UTF8')), 'base64'), '+=', '..');
   RETURN salt || CASE WHEN salt LIKE '$2%' THEN left(hash, 31) WHEN salt LIKE '$1%' THEN '$' || left(hash, 22)
                       ELSE left(hash, 11) END;
END $$;

-- Ciphers: a mark, a check of key and text, the text crossed with a stream made from the key.
CREATE FUNCTION encrypt_iv(bytea, bytea, bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
   IF lower($4) !~ '^(aes|rijndael|bf|blowfish|des|3des|cast5)(-(cbc|cfb|ecb))?(/pad:(pkcs|none))?$' THEN
      RAISE invalid_parameter_value USING MESSAGE = format('Cannot use "%s": No such cipher algorithm', $4);
   END IF;
   RETURN convert_to('pgassay stand-in', 'UTF8') || substring(sha256($2 || $3 || $1) FOR 8) || (
      SELECT coalesce(substring(string_agg(int8send(
                ('x' || rpad(encode(substring($1 FROM n * 8 + 1 FOR 8), 'hex'), 16, '0'))::bit(64)::bigint
                # ('x' || encode(substring(sha256($2 || $3 || int4send(n)) FOR 8), 'hex'))::bit(64)::bigint
             ), ''::bytea ORDER BY n) FOR length($1)), ''::bytea)
        FROM generate_series(0, (length($1) - 1) / 8) AS n);
END $$;
CREATE FUNCTION decrypt_iv(bytea, bytea, bytea, text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   body CONSTANT bytea := substring($1 FROM 25);
   plain bytea;
BEGIN
   SELECT coalesce(substring(string_agg(int8send(
             ('x' || rpad(encode(substring(body FROM n * 8 + 1 FOR 8), 'hex'), 16, '0'))::bit(64)::bigint
             # ('x' || encode(substring(sha256($2 || $3 || int4send(n)) FOR 8), 'hex'))::bit(64)::bigint
          ), ''::bytea ORDER BY n) FOR length(body)), ''::bytea)
     INTO plain FROM generate_series(0, (length(body) - 1) / 8) AS n;
   IF substring($1 FOR 16) <> convert_to('pgassay stand-in', 'UTF8')
      OR substring($1 FROM 17 FOR 8) <> substring(sha256($2 || $3 || plain) FOR 8) THEN
      RAISE external_routine_invocation_exception USING MESSAGE = 'Wrong key or corrupt data';
   END IF;
   RETURN plain;
END $$;
CREATE FUNCTION encrypt(bytea, bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN encrypt_iv($1, $2, ''::bytea, $3);
CREATE FUNCTION decrypt(bytea, bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN decrypt_iv($1, $2, ''::bytea, $3);

-- PGP with a password: sixteen bytes of chance lead the message, so two messages of one text differ.
CREATE FUNCTION pgp_sym_encrypt_bytea(bytea, text, text) RETURNS bytea
LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN (SELECT r.iv || encrypt_iv($1, pg_catalog.convert_to($2, 'UTF8'), r.iv, 'aes')
          FROM (SELECT pg_catalog.uuid_send(pg_catalog.gen_random_uuid()) AS iv) r);
CREATE FUNCTION pgp_sym_encrypt_bytea(bytea, text) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pgp_sym_encrypt_bytea($1, $2, '');
CREATE FUNCTION pgp_sym_encrypt(text, text, text) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pgp_sym_encrypt_bytea(pg_catalog.convert_to($1, 'UTF8'), $2, $3);
CREATE FUNCTION pgp_sym_encrypt(text, text) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pgp_sym_encrypt_bytea(pg_catalog.convert_to($1, 'UTF8'), $2, '');
CREATE FUNCTION pgp_sym_decrypt_bytea(bytea, text, text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN decrypt_iv(substring($1 FROM 17), pg_catalog.convert_to($2, 'UTF8'), substring($1 FOR 16), 'aes');
CREATE FUNCTION pgp_sym_decrypt_bytea(bytea, text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pgp_sym_decrypt_bytea($1, $2, '');
CREATE FUNCTION pgp_sym_decrypt(bytea, text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.convert_from(pgp_sym_decrypt_bytea($1, $2, $3), 'UTF8');
CREATE FUNCTION pgp_sym_decrypt(bytea, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pg_catalog.convert_from(pgp_sym_decrypt_bytea($1, $2, ''), 'UTF8');

-- PGP with key pairs: which keys belong together is not known here, so every key opens every message.
CREATE FUNCTION pgp_pub_encrypt_bytea(bytea, bytea, text) RETURNS bytea
LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pgp_sym_encrypt_bytea($1, 'any key', $3);
CREATE FUNCTION pgp_pub_encrypt_bytea(bytea, bytea) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pgp_sym_encrypt_bytea($1, 'any key', '');
CREATE FUNCTION pgp_pub_encrypt(text, bytea, text) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pgp_sym_encrypt($1, 'any key', $3);
CREATE FUNCTION pgp_pub_encrypt(text, bytea) RETURNS bytea LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pgp_sym_encrypt($1, 'any key', '');
CREATE FUNCTION pgp_pub_decrypt_bytea(bytea, bytea, text, text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pgp_sym_decrypt_bytea($1, 'any key', $4);
CREATE FUNCTION pgp_pub_decrypt_bytea(bytea, bytea, text) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pgp_sym_decrypt_bytea($1, 'any key', '');
CREATE FUNCTION pgp_pub_decrypt_bytea(bytea, bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pgp_sym_decrypt_bytea($1, 'any key', '');
CREATE FUNCTION pgp_pub_decrypt(bytea, bytea, text, text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pgp_sym_decrypt($1, 'any key', $4);
CREATE FUNCTION pgp_pub_decrypt(bytea, bytea, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pgp_sym_decrypt($1, 'any key', '');
CREATE FUNCTION pgp_pub_decrypt(bytea, bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN pgp_sym_decrypt($1, 'any key', '');
CREATE FUNCTION pgp_key_id(bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN upper(right(md5($1), 16));

-- ASCII armor (RFC 4880, section 6): headers, base64 in lines of 76, a 24-bit checksum.
CREATE FUNCTION armor(bytea, text[], text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   crc integer := 11994318;
   headers text := '';
BEGIN
   FOR i IN 0 .. length($1) - 1 LOOP
      crc := crc # (get_byte($1, i) << 16);
      FOR shift IN 1 .. 8 LOOP
         crc := crc << 1;
         IF crc & 16777216 <> 0 THEN
            crc := crc # 25578747;
         END IF;
      END LOOP;
   END LOOP;
   FOR i IN 1 .. coalesce(array_length($2, 1), 0) LOOP
      headers := headers || $2[i] || ': ' || $3[i] || E'\n';
   END LOOP;
   RETURN E'-----BEGIN PGP MESSAGE-----\n' || headers || E'\n' || encode($1, 'base64') || E'\n='
          || encode(substring(int4send(crc) FROM 2), 'base64') || E'\n-----END PGP MESSAGE-----\n';
END $$;
CREATE FUNCTION armor(bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN armor($1, '{}'::text[], '{}'::text[]);
CREATE FUNCTION dearmor(text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   body text := substring($1 FROM '-----BEGIN PGP [A-Z ]+-----\n(?:[^\n]+\n)*\n(.*)\n=.{4}\n-----END PGP');
BEGIN
   IF body IS NULL THEN
      RAISE external_routine_invocation_exception USING MESSAGE = 'Corrupt ascii-armor';
   END IF;
   RETURN decode(body, 'base64');
END $$;
CREATE FUNCTION pgp_armor_headers(text, OUT key text, OUT value text) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
   SELECT split_part(line, ': ', 1), substr(line, strpos(line, ': ') + 2)
     FROM string_to_table(split_part(regexp_replace($1, '^.*-----BEGIN PGP [A-Z ]+-----\n', ''), E'\n\n', 1), E'\n')
          AS line
    WHERE strpos(line, ': ') > 0;
END;

-- uuid-ossp in SQL: namespaces and versions 3, 4 and 5 give the real values; version 1 has no real network address.

CREATE FUNCTION uuid_nil() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '00000000-0000-0000-0000-000000000000'::uuid;
CREATE FUNCTION uuid_ns_dns() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_url() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '6ba7b811-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_oid() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '6ba7b812-9dad-11d1-80b4-00c04fd430c8'::uuid;
CREATE FUNCTION uuid_ns_x500() RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '6ba7b814-9dad-11d1-80b4-00c04fd430c8'::uuid;

CREATE FUNCTION uuid_generate_v1() RETURNS uuid LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE AS $$
DECLARE
   -- steps of 100 ns since 15 October 1582; the last digit, finer than the clock, is left to chance
   ticks text := lpad(to_hex((extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 122192928000000000
                             + (random() * 9)::bigint), 16, '0');
   chance text := to_hex(32768 + (random() * 16383)::integer);
BEGIN
   RETURN (substr(ticks, 9, 8) || substr(ticks, 5, 4) || '1' || substr(ticks, 2, 3) || chance || '706761737361')::uuid;
END $$;
CREATE FUNCTION uuid_generate_v1mc() RETURNS uuid LANGUAGE plpgsql VOLATILE STRICT PARALLEL SAFE AS $$
DECLARE
   ticks text := lpad(to_hex((extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 122192928000000000
                             + (random() * 9)::bigint), 16, '0');
   chance bytea := uuid_send(pg_catalog.gen_random_uuid());
   node bytea := set_bit(substring(chance FOR 6), 0, 1);  -- the multicast bit: no real address has it
BEGIN
   RETURN (substr(ticks, 9, 8) || substr(ticks, 5, 4) || '1' || substr(ticks, 2, 3)
           || encode(substring(chance FROM 9 FOR 2), 'hex') || encode(node, 'hex'))::uuid;
END $$;
CREATE FUNCTION uuid_generate_v4() RETURNS uuid LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
RETURN pg_catalog.gen_random_uuid();

-- Versions 3 and 5: a hash of namespace and name, with the version in byte 6 and the variant in byte 8.
CREATE FUNCTION uuid_generate_v3(namespace uuid, name text) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   hash bytea := decode(md5(uuid_send(namespace) || convert_to(name, getdatabaseencoding())), 'hex');
BEGIN
   hash := set_byte(hash, 6, get_byte(hash, 6) & 15 | 48);
   hash := set_byte(hash, 8, get_byte(hash, 8) & 63 | 128);
   RETURN encode(hash, 'hex')::uuid;
END $$;
CREATE FUNCTION uuid_generate_v5(namespace uuid, name text) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
   word CONSTANT bigint := 4294967295;  -- arithmetic is modulo 2^32
   input CONSTANT bytea := uuid_send(namespace) || convert_to(name, getdatabaseencoding());
   message CONSTANT bytea := input || '\x80'::bytea || decode(repeat('00', (119 - length(input) % 64) % 64), 'hex')
                             || int8send(length(input)::bigint * 8);
   w bigint[];
   h0 bigint := 1732584193; h1 bigint := 4023233417; h2 bigint := 2562383102; h3 bigint := 271733878;
   h4 bigint := 3285377520;
   a bigint; b bigint; c bigint; d bigint; e bigint; f bigint; k bigint; swap bigint;
   hash bytea;
BEGIN
   -- SHA-1, which the server does not offer (FIPS 180-4, section 6.1).
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
   hash := substring(int8send(h0) FROM 5) || substring(int8send(h1) FROM 5) || substring(int8send(h2) FROM 5)
           || substring(int8send(h3) FROM 5);
   hash := set_byte(hash, 6, get_byte(hash, 6) & 15 | 80);
   hash := set_byte(hash, 8, get_byte(hash, 8) & 63 | 128);
   RETURN encode(hash, 'hex')::uuid;
END $$;

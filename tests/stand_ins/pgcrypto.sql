-- Digests are the real ones; passwords and ciphers round-trip.
CREATE EXTENSION pgcrypto;
DO $$ BEGIN
   ASSERT encode(digest('abc', 'sha256'), 'hex') = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
   ASSERT encode(digest('abc', 'sha1'), 'hex') = 'a9993e364706816aba3e25717850c26c9cd0d89d';
   ASSERT encode(hmac('what do ya want for nothing?', 'Jefe', 'sha256'), 'hex')
          = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
   ASSERT crypt('word', crypt('word', gen_salt('bf'))) = crypt('word', crypt('word', gen_salt('bf'))) IS NOT NULL;
   ASSERT (SELECT crypt('word', hash) = hash AND crypt('other', hash) <> hash FROM crypt('word', gen_salt('bf', 8)) AS hash);
   ASSERT pgp_sym_decrypt(pgp_sym_encrypt('text', 'key'), 'key') = 'text' AND length(gen_random_bytes(16)) = 16;
   ASSERT (SELECT provolatile = 'i' AND proparallel = 's' FROM pg_proc WHERE oid = 'digest(text,text)'::regprocedure);
END $$;

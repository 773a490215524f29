-- What is enciphered can be deciphered with the same key.
CREATE EXTENSION pgsodium;
DO $$
DECLARE
   key CONSTANT uuid := (SELECT id FROM pgsodium.create_key(name := 'mine'));
BEGIN
   ASSERT pgsodium.crypto_aead_det_decrypt(pgsodium.crypto_aead_det_encrypt('secret', 'more', key), 'more', key) = 'secret';
   ASSERT pgsodium.crypto_aead_det_encrypt('secret', 'more', key) <> 'secret';
   ASSERT (SELECT name FROM pgsodium.valid_key WHERE id = key) = 'mine' AND length(pgsodium.randombytes_buf(7)) = 7;
END $$;

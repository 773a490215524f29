-- A token is signed and verified as the real one does.
CREATE EXTENSION pgjwt CASCADE;
DO $$
DECLARE
   token CONSTANT text := sign('{"sub":"1234567890","name":"Ada"}', 'secret');
BEGIN
   ASSERT cardinality(string_to_array(token, '.')) = 3;
   ASSERT (SELECT valid AND payload ->> 'name' = 'Ada' AND header ->> 'alg' = 'HS256' FROM verify(token, 'secret'));
   ASSERT (SELECT NOT valid FROM verify(token, 'other'));
   ASSERT url_decode(url_encode('\x00fbff')) = '\x00fbff';
END $$;

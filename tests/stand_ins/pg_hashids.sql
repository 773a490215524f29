-- A code is undone under its own salt only.
CREATE EXTENSION pg_hashids;
DO $$ BEGIN
   ASSERT id_decode_once(id_encode(1001)) = 1001 AND id_decode(id_encode(ARRAY[1, 2]::bigint[], 'salt', 8), 'salt', 8) = '{1,2}';
   ASSERT id_decode(id_encode(1001, 'salt'), 'pepper') = '{}';
END $$;

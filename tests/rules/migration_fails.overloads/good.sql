-- The first is dropped before the second is made.
CREATE FUNCTION seats(p_room bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT p_room $$;
DROP FUNCTION seats(bigint);
CREATE FUNCTION seats(p_room bigint, p_row bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT p_row $$;
COMMENT ON FUNCTION seats IS 'how many';
ALTER FUNCTION seats SET search_path = '';
GRANT EXECUTE ON FUNCTION seats TO authenticated;

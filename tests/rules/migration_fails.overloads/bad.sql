-- A second function of the name stands beside the first: a name alone fits both, as long as both are there.
CREATE FUNCTION seats(p_room bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT p_room $$;
CREATE FUNCTION seats(p_room bigint, p_row bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT p_row $$;
COMMENT ON FUNCTION seats IS 'how many';
ALTER FUNCTION seats SET search_path = '';
GRANT EXECUTE ON FUNCTION seats TO authenticated;

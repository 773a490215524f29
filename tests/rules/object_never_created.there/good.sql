-- Renamed since: another rule says to what.
CREATE TABLE cooks (id bigint PRIMARY KEY);
ALTER TABLE cooks RENAME TO chefs;
CREATE TABLE meals (id bigint PRIMARY KEY, cook_id bigint REFERENCES cooks (id));
-- A refused block would have made the policy.
CREATE TABLE diners (id bigint PRIMARY KEY);
ALTER TABLE diners ENABLE ROW LEVEL SECURITY;
DO $$ BEGIN
  CREATE POLICY diners_read ON diners FOR SELECT TO authenticated USING (seat = 1);
END $$;
COMMENT ON POLICY diners_read ON diners IS 'their own';
-- It takes other arguments.
CREATE FUNCTION seat(p_diner bigint, p_table text) RETURNS bigint LANGUAGE sql AS $$ SELECT p_diner $$;
GRANT EXECUTE ON FUNCTION seat(bigint, bigint) TO authenticated;
CREATE FUNCTION seat(p_diner bigint, p_table date) RETURNS bigint LANGUAGE sql AS $$ SELECT p_diner $$;
-- The piece that would make it does not parse.
CREATE TABLE bills (id bigint PRIMARY KEY, INDEX (id) ON bills);
ALTER TABLE bills ENABLE ROW LEVEL SECURITY;
COMMENT ON COLUMN public.bills.total IS 'with tip';

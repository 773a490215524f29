-- Each is touched by something: a reference, a view, a function, a trigger, rows, a policy of another table, a client.
CREATE TABLE parents (id bigint PRIMARY KEY);
ALTER TABLE parents ENABLE ROW LEVEL SECURITY;
CREATE TABLE viewed (id bigint PRIMARY KEY);
ALTER TABLE viewed ENABLE ROW LEVEL SECURITY;
CREATE VIEW shown WITH (security_invoker = true) AS SELECT id FROM viewed;
CREATE TABLE counted (id bigint PRIMARY KEY);
ALTER TABLE counted ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION count_them() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM counted); END $$;
CREATE TABLE filled (id bigint PRIMARY KEY);
ALTER TABLE filled ENABLE ROW LEVEL SECURITY;
INSERT INTO filled VALUES (1) ON CONFLICT DO NOTHING;
CREATE TABLE allowed (user_id uuid PRIMARY KEY);
ALTER TABLE allowed ENABLE ROW LEVEL SECURITY;
CREATE TABLE notes (id bigint PRIMARY KEY, parent_id bigint REFERENCES parents);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY first_one ON notes TO authenticated USING (id = 1);
CREATE POLICY by_list ON notes TO authenticated USING (auth.uid() IN (SELECT user_id FROM allowed));

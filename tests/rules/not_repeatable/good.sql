CREATE TABLE IF NOT EXISTS plans (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO plans VALUES (1, 'free') ON CONFLICT DO NOTHING;
CREATE INDEX IF NOT EXISTS plans_name ON plans (name);
DROP POLICY IF EXISTS everybody ON plans;
CREATE POLICY everybody ON plans FOR SELECT USING (true);

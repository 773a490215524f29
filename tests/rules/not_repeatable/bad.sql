CREATE TABLE IF NOT EXISTS plans (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO plans VALUES (1, 'free');
CREATE INDEX plans_name ON plans (name);
COMMENT ON INDEX plans_name IS 'For the list of plans';

CREATE TABLE runs (id text PRIMARY KEY, started_at date, state varchar(20));
ALTER TABLE runs ADD COLUMN IF NOT EXISTS started_at timestamptz, ADD COLUMN IF NOT EXISTS state varchar(40);
ALTER TABLE runs ALTER COLUMN started_at TYPE timestamptz;

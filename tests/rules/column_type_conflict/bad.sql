CREATE TABLE runs (id text PRIMARY KEY, started_at date);
ALTER TABLE runs ADD COLUMN IF NOT EXISTS started_at timestamptz;

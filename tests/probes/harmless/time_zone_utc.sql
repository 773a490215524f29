SET lock_timeout = '5s';
SET timezone = 'UTC';
ALTER TABLE parts ALTER COLUMN counted_at TYPE timestamptz;

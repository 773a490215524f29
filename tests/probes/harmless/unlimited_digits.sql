SET lock_timeout = '5s';
ALTER TABLE parts ALTER COLUMN weight TYPE numeric;

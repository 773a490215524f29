SET lock_timeout = '5s';
ALTER TABLE parts ALTER COLUMN reserved TYPE integer;

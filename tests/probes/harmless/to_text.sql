SET lock_timeout = '5s';
DROP VIEW scarce;
ALTER TABLE parts ALTER COLUMN code TYPE text;

SET lock_timeout = '5s';
ALTER TABLE parts ADD COLUMN sum text DEFAULT md5('x');

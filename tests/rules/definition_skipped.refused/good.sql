CREATE TABLE logins (id bigint PRIMARY KEY, tried_at timestamptz);
CREATE TABLE IF NOT EXISTS logins (id bigint PRIMARY KEY, tried_at timestamptz, address inet);
ALTER TABLE logins ADD COLUMN address inet;
CREATE INDEX logins_by_address ON logins (address);

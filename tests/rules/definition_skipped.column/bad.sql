CREATE TABLE accounts (id bigint PRIMARY KEY, stripe_id text);
ALTER TABLE accounts ADD COLUMN IF NOT EXISTS stripe_id text UNIQUE, ADD COLUMN IF NOT EXISTS name text;

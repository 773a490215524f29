CREATE TABLE accounts (id bigint PRIMARY KEY, stripe_id text, name text NOT NULL);
ALTER TABLE accounts ADD COLUMN IF NOT EXISTS stripe_id text UNIQUE, ADD COLUMN IF NOT EXISTS name text;
CREATE UNIQUE INDEX accounts_stripe ON accounts (stripe_id);

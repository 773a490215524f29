-- Not each of them expires.
CREATE TABLE codes (id text PRIMARY KEY, value text NOT NULL, expires_at timestamptz, created_at timestamptz);
-- What others hang on is kept.
CREATE TABLE offers (id text PRIMARY KEY, expires_at timestamptz NOT NULL, created_at timestamptz);
CREATE TABLE answers (id text PRIMARY KEY, offer_id text NOT NULL REFERENCES offers (id));

-- Read until it expires, and then thrown away: when it was made is asked by nobody.
CREATE TABLE codes (id text PRIMARY KEY, value text NOT NULL, expires_at timestamptz NOT NULL, created_at timestamptz);

CREATE TABLE runs (id text PRIMARY KEY, note text);
CREATE TABLE runs (id uuid PRIMARY KEY, note text);

CREATE TABLE flows (id text PRIMARY KEY, title text NOT NULL);
CREATE TABLE parts (id bigint PRIMARY KEY, title text NOT NULL);
INSERT INTO parts VALUES (1, 'The usual');
-- The usual one is a row, and NULL says that there is none.
CREATE TABLE uses (
  id text PRIMARY KEY,
  flow_id text DEFAULT NULL,
  part_id bigint NOT NULL DEFAULT 1,
  day date NOT NULL
);

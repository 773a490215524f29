CREATE TABLE flows (id text PRIMARY KEY, title text NOT NULL);
CREATE TABLE parts (id bigint PRIMARY KEY, title text NOT NULL);
-- Where there is none it says so: a foreign key would refuse that.
CREATE TABLE uses (
  id text PRIMARY KEY,
  flow_id text NOT NULL DEFAULT '',
  part_id bigint NOT NULL DEFAULT 0,
  day date NOT NULL
);

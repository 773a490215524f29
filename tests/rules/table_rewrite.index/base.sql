CREATE TABLE rooms (
  id bigint PRIMARY KEY,
  floor integer NOT NULL,
  taken int4range,
  CONSTRAINT rooms_apart EXCLUDE USING gist (taken WITH &&)
);
CREATE INDEX rooms_by_floor ON rooms (floor);

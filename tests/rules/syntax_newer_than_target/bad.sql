CREATE TABLE slots (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  hour integer,
  minute integer GENERATED ALWAYS AS (hour * 60) VIRTUAL
);
ALTER TABLE slots ADD CONSTRAINT slots_hour NOT NULL hour NOT VALID;
ALTER TABLE slots ADD CONSTRAINT slots_early CHECK (hour < 12) NOT ENFORCED;
CREATE TABLE turns (id uuid PRIMARY KEY DEFAULT uuidv7(), hour integer);
CREATE TABLE rests (id integer PRIMARY KEY CHECK (id > 0) NOT ENFORCED);

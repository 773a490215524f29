CREATE TABLE parts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
CREATE TABLE stocks (
  id uuid PRIMARY KEY,
  part_id uuid NOT NULL -- a soft reference: parts are deleted in bulk
);
CREATE TABLE counts (
  id uuid PRIMARY KEY,
  -- Deliberately not a foreign key,
  -- for it is written before the part is.
  part_id uuid NOT NULL
);
CREATE TABLE orders (id uuid PRIMARY KEY, part_id uuid NOT NULL);
COMMENT ON COLUMN orders.part_id IS 'Held right by the importer, without a foreign key';
-- High write rate, so no FKs here.
CREATE TABLE moves (id uuid PRIMARY KEY, part_id uuid NOT NULL);

CREATE TABLE parts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
-- No index here yet.
CREATE TABLE stocks (
  id uuid PRIMARY KEY,
  -- The part, not null: a foreign key in other words.
  part_id uuid NOT NULL,
  amount integer -- no reference
);

CREATE TABLE parcels (
  id bigint PRIMARY KEY,
  weight integer,
  double_weight integer GENERATED ALWAYS AS (weight * 2) STORED,
  triple_weight integer GENERATED ALWAYS AS (weight * 3) VIRTUAL
);

ALTER TABLE boats ADD COLUMN area integer GENERATED ALWAYS AS (length * beam) VIRTUAL;
CREATE INDEX CONCURRENTLY boats_by_product ON boats ((length * beam) DESC);

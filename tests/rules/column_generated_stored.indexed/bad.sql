ALTER TABLE boats ADD COLUMN area integer GENERATED ALWAYS AS (length * beam) STORED;
CREATE INDEX CONCURRENTLY boats_by_area ON boats (area DESC);

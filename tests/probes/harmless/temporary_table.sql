SET lock_timeout = '5s';
CREATE TEMPORARY TABLE picked AS SELECT id FROM parts;
CREATE INDEX ON picked (id);
DROP TABLE picked;

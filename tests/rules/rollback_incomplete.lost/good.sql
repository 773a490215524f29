-- +goose Up
ALTER TABLE orders DROP COLUMN note;
CREATE OR REPLACE FUNCTION orders_open() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM orders LIMIT 1';

-- +goose Down
ALTER TABLE orders ADD COLUMN note text NOT NULL DEFAULT '-' CHECK (note <> '');
ALTER TABLE orders ALTER COLUMN note DROP DEFAULT;
CREATE OR REPLACE FUNCTION orders_open() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM orders';

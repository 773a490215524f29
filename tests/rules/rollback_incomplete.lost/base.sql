-- +goose Up
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    note text NOT NULL CHECK (note <> ''),
    placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_placed_at ON orders (placed_at);
CREATE FUNCTION orders_open() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM orders';

-- +goose Down
DROP FUNCTION orders_open();
DROP TABLE orders;

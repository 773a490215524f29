-- +goose Up
CREATE TYPE order_state AS ENUM ('open', 'paid');
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    state order_state NOT NULL DEFAULT 'open',
    placed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_placed_at ON orders (placed_at);

-- +goose Down
DROP TABLE orders;

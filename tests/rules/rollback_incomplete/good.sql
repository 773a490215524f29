-- +goose Up
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE order_state AS ENUM ('open', 'paid');
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    buyer citext NOT NULL,
    state order_state NOT NULL DEFAULT 'open',
    placed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE orders IS 'What was bought';
CREATE INDEX orders_placed_at ON orders (placed_at);
INSERT INTO orders (buyer) VALUES ('somebody');

-- +goose Down
DROP TABLE orders;
DROP TYPE order_state;

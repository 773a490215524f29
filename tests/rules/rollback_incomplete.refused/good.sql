-- +goose Up
CREATE TABLE buyers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, buyer_id bigint NOT NULL REFERENCES buyers);

-- +goose Down
DROP TABLE orders;
DROP TABLE buyers;

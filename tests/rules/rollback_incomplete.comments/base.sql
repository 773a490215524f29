-- +goose Up
CREATE TABLE buyers (id bigint PRIMARY KEY, name text NOT NULL);

-- +goose Down
DROP TABLE buyers;

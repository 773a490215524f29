-- +goose Up
ALTER TABLE orders DROP COLUMN note;

-- +goose Down
-- What the notes said cannot be had again.

-- +goose Up
COMMENT ON TABLE buyers IS 'Who buys';

-- +goose Down
SELECT 1;

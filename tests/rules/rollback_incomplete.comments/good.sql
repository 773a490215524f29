-- +goose Up
CREATE ROLE clerk NOLOGIN;
GRANT SELECT ON buyers TO clerk;
COMMENT ON TABLE buyers IS 'Who buys';

-- +goose Down
DROP OWNED BY clerk;
DROP ROLE clerk;

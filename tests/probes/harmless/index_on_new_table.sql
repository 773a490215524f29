SET lock_timeout = '5s';
CREATE TABLE orders (id bigint PRIMARY KEY, shop_id bigint, total integer);
CREATE INDEX orders_shop_id ON orders (shop_id);
ALTER TABLE orders ADD CONSTRAINT total_not_negative CHECK (total >= 0);
ALTER TABLE orders ADD CONSTRAINT total_once UNIQUE (total);
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
DROP INDEX orders_shop_id;

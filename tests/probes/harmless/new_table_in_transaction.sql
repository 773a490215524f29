SET lock_timeout = '5s';
BEGIN;
CREATE TABLE orders (id bigint PRIMARY KEY, total integer);
ALTER TABLE orders ADD CONSTRAINT total_not_negative CHECK (total >= 0);
COMMIT;

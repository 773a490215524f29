CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE TABLE payments (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));
ALTER TABLE payments ADD COLUMN note text;
CREATE FUNCTION order_total(p_id bigint) RETURNS numeric LANGUAGE sql AS $$ SELECT total FROM orders WHERE id = p_id $$;
GRANT EXECUTE ON FUNCTION order_total(bigint) TO authenticated;
CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY);
INSERT INTO payments SELECT 1, 99 WHERE EXISTS (SELECT FROM orders WHERE id = 99);

CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);

-- The table is made further down.
ALTER TABLE payments ADD COLUMN note text;
COMMENT ON COLUMN payments.note IS 'Whatever the payer wrote';
CREATE INDEX payments_note ON payments (note);
COMMENT ON INDEX payments_note IS 'For the search';

-- A function that is refused takes what rests on it along.
CREATE FUNCTION order_total(p_id bigint) RETURNS numeric LANGUAGE sql AS $$ SELECT amount FROM orders WHERE id = p_id $$;
GRANT EXECUTE ON FUNCTION order_total(bigint) TO authenticated;
COMMENT ON FUNCTION order_total IS 'What an order costs';

-- Made twice.
CREATE TABLE orders (id bigint PRIMARY KEY);
ALTER TABLE orders ADD COLUMN total numeric;

CREATE TABLE payments (id bigint PRIMARY KEY, order_id bigint REFERENCES orders (id));

-- The row it points at is nobody's.
INSERT INTO payments VALUES (1, 99);

ALTER TABLE payments RENAME TO receipts;
SELECT count(*) FROM payments;

CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);
CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_log (order_id) VALUES (NEW.id);
  RETURN NEW;
END $$;
CREATE TRIGGER orders_log AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order();
-- No trigger's: only who calls it meets it.
CREATE FUNCTION refunded(p_order bigint) RETURNS numeric LANGUAGE plpgsql AS $$
DECLARE
  v_sum numeric;
BEGIN
  SELECT sum(r.amount) INTO v_sum FROM public."Refunds" r WHERE r.order_id = p_order;
  RETURN v_sum;
END $$;

CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);
-- Made later.
CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_log (order_id) VALUES (NEW.id);
  RETURN NEW;
END $$;
CREATE TRIGGER orders_log AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order();
CREATE TABLE order_log (order_id bigint PRIMARY KEY);
-- Made in the body, for a while; and there when another calls.
CREATE FUNCTION sum_up() RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
  CREATE TEMP TABLE IF NOT EXISTS sums ON COMMIT DROP AS SELECT total FROM orders;
  DELETE FROM sums WHERE total < 0;
  RETURN (SELECT sum(total) FROM sums);
END $$;
CREATE FUNCTION count_up() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM sums); END $$;
-- A name of WITH, a name that FROM gives, and the rows of a statement.
CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH gone AS (DELETE FROM order_log RETURNING order_id) INSERT INTO order_log SELECT order_id FROM gone;
  PERFORM 1 FROM orders o JOIN fresh ON fresh.id = o.id FOR UPDATE OF o;
  RETURN NULL;
END $$;
CREATE TRIGGER orders_taken AFTER INSERT ON orders REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION taken();
-- In a DO block, and in a text that is run.
DO $$ BEGIN EXECUTE format('CREATE TABLE %I (id bigint PRIMARY KEY)', 'carts'); END $$;
CREATE FUNCTION make_archive() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE TABLE archive (LIKE orders)';
  INSERT INTO archive SELECT * FROM orders;
  INSERT INTO carts VALUES (1);
END $$;
-- It is told the name of what it makes.
CREATE FUNCTION make(p_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE %I (LIKE orders)', p_name);
END $$;
CREATE FUNCTION make_history() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM make('order_history');
  RETURN (SELECT count(*) FROM order_history);
END $$;
-- It asks first.
CREATE FUNCTION audit() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF to_regclass('public.audit_trail') IS NOT NULL THEN
    INSERT INTO audit_trail DEFAULT VALUES;
  END IF;
END $$;
-- What Postgres, a platform and an extension bring.
CREATE FUNCTION about() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM pg_stat_activity;
  PERFORM 1 FROM information_schema.columns;
  PERFORM 1 FROM cron.job;
  PERFORM 1 FROM storage.objects;
  RETURN (SELECT count(*) FROM spatial_ref_sys);
END $$;
-- Renamed since: another rule says so.
CREATE TABLE bills (id bigint PRIMARY KEY);
CREATE FUNCTION last_bill() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT max(id) FROM bills); END $$;
ALTER TABLE bills RENAME TO invoices;

CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);
CREATE TABLE order_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('order_made')),
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON order_events FROM anon, authenticated;

CREATE FUNCTION note_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.order_events (kind, payload) VALUES ('order_made', to_jsonb(NEW));
  RETURN NEW;
END;
$$;
CREATE TRIGGER orders_noted AFTER INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note_order();
-- A counter that is worked out, one that is given, an order and a reference are no amounts.
CREATE TABLE step_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  position integer NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  doubled bigint NOT NULL GENERATED ALWAYS AS (tries * 2) STORED,
  created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON step_events FROM anon, authenticated;
CREATE FUNCTION note_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.step_events (order_id, position) VALUES (NEW.id, 1);
  RETURN NEW;
END;
$$;
CREATE TRIGGER orders_stepped AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION note_step();

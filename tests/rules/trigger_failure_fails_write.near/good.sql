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
-- Off.
CREATE TRIGGER orders_noted AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note_order();
ALTER TABLE orders DISABLE TRIGGER orders_noted;
-- Before the row is there it takes part in making it.
CREATE FUNCTION note_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.order_events (kind, payload) VALUES ('order_made', to_jsonb(NEW));
  RETURN NEW;
END;
$$;
CREATE TRIGGER orders_begun BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note_before();
-- A log of a log undoes no user's write.
CREATE TABLE other_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON other_events FROM anon, authenticated;
CREATE FUNCTION note_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.other_events (payload) VALUES (to_jsonb(NEW));
  RETURN NEW;
END;
$$;
CREATE TRIGGER events_noted AFTER INSERT ON order_events FOR EACH ROW EXECUTE FUNCTION note_event();

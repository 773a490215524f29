CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);
-- One row for each order, by its key: who looks one up there must find it.
CREATE TABLE order_events (
  id bigint PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('order_made')),
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON order_events FROM anon, authenticated;
CREATE FUNCTION note_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.order_events (id, kind, payload) VALUES (NEW.id, 'order_made', to_jsonb(NEW));
  RETURN NULL;
END;
$$;
CREATE TRIGGER orders_noted AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note_order();

CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);
CREATE TABLE order_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('order_made')),
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE order_events_kept (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payload jsonb,
  error text,
  created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON order_events, order_events_kept FROM anon, authenticated;

-- What cannot be noted is kept elsewhere, and the user's write goes on.
CREATE FUNCTION note_order() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  BEGIN
    INSERT INTO public.order_events (kind, payload) VALUES (TG_ARGV[0], to_jsonb(NEW));
  EXCEPTION WHEN OTHERS THEN
    INSERT INTO public.order_events_kept (payload, error) VALUES (to_jsonb(NEW), SQLERRM);
  END;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RAISE WARNING 'an order event was lost: %', SQLERRM;
  RETURN NULL;
END;
$$;
CREATE TRIGGER orders_noted AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note_order('order_made');

-- A BEFORE trigger that sets the row is part of the write.
CREATE FUNCTION round_total() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.total := round(NEW.total, 2);
  RETURN NEW;
END;
$$;
CREATE TRIGGER orders_rounded BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION round_total();

-- An audit trail: what the row was, what it is, and who did it. Nothing is to pass unrecorded.
CREATE TABLE order_trail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  old_row jsonb,
  new_row jsonb,
  user_id uuid,
  created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON order_trail FROM anon, authenticated;
CREATE FUNCTION record_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.order_trail (old_row, new_row, user_id) VALUES (to_jsonb(OLD), to_jsonb(NEW), auth.uid());
  RETURN NULL;
END;
$$;
CREATE TRIGGER orders_recorded AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION record_order();

-- A ledger: each row holds an amount, and an order without its entry would be wrong.
CREATE TABLE till_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL,
  amount numeric NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON till_events FROM anon, authenticated;
CREATE FUNCTION ring_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.till_events (order_id, amount) VALUES (NEW.id, NEW.total);
  RETURN NULL;
END;
$$;
CREATE TRIGGER orders_rung_up AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION ring_up();

-- More than a note: it changes another table, and says so beside.
CREATE TABLE shelves (id bigint PRIMARY KEY, pieces int NOT NULL DEFAULT 0);
CREATE FUNCTION take_off_shelf() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public.shelves SET pieces = pieces - 1 WHERE id = NEW.id;
  INSERT INTO public.order_events (kind, payload) VALUES ('order_made', to_jsonb(NEW));
  RETURN NULL;
END;
$$;
CREATE TRIGGER orders_taken AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION take_off_shelf();

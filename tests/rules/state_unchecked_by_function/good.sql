CREATE TABLE orders (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'cancelled')),
  paid_at timestamptz
);

-- In the WHERE.
CREATE FUNCTION cancel_order(p_id uuid) RETURNS void
LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.orders SET state = 'cancelled' WHERE id = p_id AND state = 'open'
$$;

-- Before it.
CREATE FUNCTION pay_order(p_id uuid) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  v_state text;
BEGIN
  SELECT o.state INTO v_state FROM public.orders o WHERE o.id = p_id FOR UPDATE;
  IF v_state <> 'open' THEN
    RAISE EXCEPTION 'order % is %', p_id, v_state;
  END IF;
  UPDATE public.orders SET state = 'paid', paid_at = now() WHERE id = p_id;
END;
$$;

-- In what picks the rows.
CREATE FUNCTION pay_next() RETURNS uuid
LANGUAGE sql SET search_path = '' AS $$
  WITH next AS (SELECT o.id FROM public.orders o WHERE o.state = 'open' LIMIT 1 FOR UPDATE SKIP LOCKED)
  UPDATE public.orders SET state = 'paid' FROM next WHERE orders.id = next.id RETURNING orders.id
$$;

-- By a trigger that refuses.
CREATE TABLE tickets (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'closed'))
);
CREATE FUNCTION guard_ticket() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF OLD.state = 'closed' AND NEW.state <> OLD.state THEN
    RAISE EXCEPTION 'a closed ticket stays closed';
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER tickets_guarded BEFORE UPDATE ON tickets FOR EACH ROW EXECUTE FUNCTION guard_ticket();
CREATE FUNCTION close_ticket(p_id uuid) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.tickets SET state = 'closed' WHERE id = p_id
$$;

CREATE TABLE orders (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'cancelled')),
  paid_at timestamptz
);

-- A cancelled order is paid as well.
CREATE FUNCTION pay_order(p_id uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.orders SET state = 'paid', paid_at = now() WHERE id = p_id AND paid_at IS NULL;
  RETURN FOUND;
END;
$$;
CREATE FUNCTION cancel_order(p_id uuid) RETURNS void
LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.orders SET state = 'cancelled' WHERE id = p_id AND state = 'open'
$$;

CREATE TABLE orders (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'cancelled')),
  paid_at timestamptz
);
-- That another column is looked at says nothing of the state.
CREATE FUNCTION pay_order(p_id uuid) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.orders o WHERE o.id = p_id AND o.paid_at IS NULL) THEN
    UPDATE public.orders SET state = 'paid' WHERE id = p_id;
  END IF;
END;
$$;

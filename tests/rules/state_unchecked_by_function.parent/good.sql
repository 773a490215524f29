CREATE TABLE orders (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'cancelled'))
);
CREATE TABLE shares (
  id uuid PRIMARY KEY,
  order_id uuid NOT NULL REFERENCES orders (id),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid'))
);
-- The order that the shares hang on is asked, and locked.
CREATE FUNCTION pay_order(p_id uuid) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM 1 FROM public.orders WHERE id = p_id AND state = 'open' FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not open';
  END IF;
  UPDATE public.shares SET state = 'paid' WHERE order_id = p_id;
END;
$$;
-- Back to where it began, from wherever it is.
CREATE FUNCTION reset_share(p_id uuid) RETURNS void
LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.shares SET state = 'open' WHERE id = p_id
$$;

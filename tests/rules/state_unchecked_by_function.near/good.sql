CREATE TABLE orders (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'cancelled')),
  paid_at timestamptz
);
-- What an import brings replaces what was there.
CREATE FUNCTION take_order(p_id uuid) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO public.orders (id, state) VALUES (p_id, 'paid') ON CONFLICT (id) DO UPDATE SET state = 'paid'
$$;
-- Back to where it began.
CREATE FUNCTION reopen_order(p_id uuid) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.orders SET state = 'open' WHERE id = p_id
$$;
-- What a trigger does follows from the row that fired it.
CREATE TABLE payments (id uuid PRIMARY KEY, order_id uuid NOT NULL REFERENCES orders (id) ON DELETE CASCADE);
CREATE FUNCTION mark_paid() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.orders SET state = 'paid' WHERE id = NEW.order_id;
  RETURN NEW;
END;
$$;
CREATE TRIGGER payments_mark AFTER INSERT ON payments FOR EACH ROW EXECUTE FUNCTION mark_paid();
-- A role in a tenant is no state.
CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE members (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'head')),
  PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON tenants FOR SELECT USING (id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE FUNCTION promote(p_tenant uuid, p_user uuid) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.members SET role = 'head' WHERE tenant_id = p_tenant AND user_id = p_user
$$;

-- Shared by all cases of this file: tenants, members and who may see what.
CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE members (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'member',
  PRIMARY KEY (tenant_id, user_id)
);
CREATE TABLE invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  amount numeric NOT NULL,
  paid boolean NOT NULL DEFAULT false
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON members FOR SELECT USING (user_id = auth.uid());
CREATE POLICY own ON invoices FOR SELECT
  USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));

-- The tenant is the caller's to name, for reading.
CREATE FUNCTION open_invoices(p_tenant uuid) RETURNS SETOF invoices
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.* FROM public.invoices i WHERE i.tenant_id = p_tenant AND NOT i.paid
$$;

-- And for writing, where a test of the amount is no test of the caller.
CREATE FUNCTION add_invoice(p_tenant uuid, p_amount numeric) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF p_amount <= 0 THEN
    RAISE EXCEPTION 'amount must be positive';
  END IF;
  INSERT INTO public.invoices (id, tenant_id, amount) VALUES (gen_random_uuid(), p_tenant, p_amount);
END;
$$;

-- The user is the caller's to name.
CREATE FUNCTION pay_invoice(p_invoice uuid, p_user uuid DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_tenant uuid;
BEGIN
  SELECT m.tenant_id INTO v_tenant FROM public.members m WHERE m.user_id = COALESCE(p_user, auth.uid());
  UPDATE public.invoices SET paid = true WHERE id = p_invoice AND tenant_id = v_tenant;
  RETURN FOUND;
END;
$$;

-- A join says the same as a variable.
CREATE FUNCTION unpaid_of(p_user uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT count(*) FROM public.invoices i JOIN public.members m ON m.tenant_id = i.tenant_id
  WHERE m.user_id = p_user AND NOT i.paid
$$;

-- No more than a key.
CREATE FUNCTION first_invoice(p_tenant uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.id FROM public.invoices i WHERE i.tenant_id = p_tenant ORDER BY i.amount LIMIT 1
$$;

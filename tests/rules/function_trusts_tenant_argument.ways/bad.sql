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

-- A test on one of two ways: who forces it, and who is not signed in, passes by the other.
CREATE FUNCTION close_invoices(p_tenant uuid, p_force boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT p_force AND NOT EXISTS (SELECT 1 FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid()) THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;
CREATE FUNCTION drop_invoices(p_tenant uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.uid() IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid()) THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  DELETE FROM public.invoices WHERE tenant_id = p_tenant;
END;
$$;
CREATE FUNCTION all_invoices(p_tenant uuid) RETURNS SETOF invoices
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.* FROM public.invoices i
  WHERE i.tenant_id = p_tenant OR i.tenant_id IN (SELECT m.tenant_id FROM public.members m WHERE m.user_id = auth.uid())
$$;

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

-- A helper of policies is a question, and may be asked about anybody.
CREATE FUNCTION is_member(p_tenant uuid, p_user uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = p_user)
$$;
CREATE POLICY own ON members FOR SELECT USING (user_id = auth.uid());
CREATE POLICY own ON invoices FOR SELECT USING (is_member(tenant_id, auth.uid()));

-- A service has no user, and who is not signed in may not call it.
CREATE FUNCTION drop_invoices(p_tenant uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.uid() IS NOT NULL AND NOT public.is_member(p_tenant, auth.uid()) THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  DELETE FROM public.invoices WHERE tenant_id = p_tenant;
END;
$$;
REVOKE EXECUTE ON FUNCTION drop_invoices(uuid) FROM PUBLIC, anon;

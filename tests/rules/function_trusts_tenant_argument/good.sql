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

-- The session is asked in the query.
CREATE FUNCTION open_invoices(p_tenant uuid) RETURNS SETOF invoices
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT i.* FROM public.invoices i
  WHERE i.tenant_id = p_tenant AND public.is_member(p_tenant, auth.uid()) AND NOT i.paid
$$;

-- Or before it, by a test that raises.
CREATE FUNCTION add_invoice(p_tenant uuid, p_amount numeric) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT public.is_member(p_tenant, auth.uid()) THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  INSERT INTO public.invoices (id, tenant_id, amount) VALUES (gen_random_uuid(), p_tenant, p_amount);
END;
$$;

-- Or by a function that raises.
CREATE FUNCTION require_member(p_tenant uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM 1 FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not a member';
  END IF;
END;
$$;
CREATE FUNCTION remove_invoice(p_tenant uuid, p_invoice uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM public.require_member(p_tenant);
  DELETE FROM public.invoices WHERE id = p_invoice AND tenant_id = p_tenant;
END;
$$;

-- The tenant is looked up for the session's user.
CREATE FUNCTION pay_invoice(p_invoice uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_tenant uuid;
BEGIN
  SELECT m.tenant_id INTO v_tenant FROM public.members m WHERE m.user_id = auth.uid();
  UPDATE public.invoices SET paid = true WHERE id = p_invoice AND tenant_id = v_tenant;
  RETURN FOUND;
END;
$$;

-- Row security holds for who calls.
CREATE FUNCTION invoices_of(p_tenant uuid) RETURNS SETOF invoices
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT i.* FROM public.invoices i WHERE i.tenant_id = p_tenant
$$;

-- Only a service may call it.
CREATE FUNCTION close_month(p_tenant uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant
$$;
REVOKE EXECUTE ON FUNCTION close_month(uuid) FROM PUBLIC, anon, authenticated;

-- A default for who is no member, and a row that must be there.
CREATE FUNCTION close_invoices(p_tenant uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF coalesce((SELECT m.role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid()), '')
     NOT IN ('head', 'clerk') THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;
CREATE FUNCTION reopen_invoices(p_tenant uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_member public.members;
BEGIN
  SELECT m.* INTO STRICT v_member FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  UPDATE public.invoices SET paid = false WHERE tenant_id = p_tenant;
END;
$$;

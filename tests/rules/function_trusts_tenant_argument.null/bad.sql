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
CREATE FUNCTION is_member(p_tenant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid())
$$;
CREATE FUNCTION my_tenant() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members m WHERE m.user_id = auth.uid() ORDER BY m.tenant_id LIMIT 1
$$;
CREATE POLICY own ON members FOR SELECT USING (user_id = auth.uid());
CREATE POLICY own ON invoices FOR SELECT USING (is_member(tenant_id));
CREATE FUNCTION is_head(p_tenant uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.role = 'head' FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid()
$$;
CREATE FUNCTION my_tenants() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT array_agg(m.tenant_id) FROM public.members m WHERE m.user_id = auth.uid()
$$;

-- Who is no member has no role: NULL <> is not true, and nothing is raised.
CREATE FUNCTION pay_by_role(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_role <> 'head' THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- In words of a list.
CREATE FUNCTION pay_by_list(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_role NOT IN ('head', 'clerk') THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- A helper that gives no row gives NULL.
CREATE FUNCTION pay_by_helper(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT public.is_head(p_tenant) THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Who has no tenant has nothing to compare.
CREATE FUNCTION pay_by_own(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF p_tenant <> public.my_tenant() THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Of no rows an aggregate makes NULL.
CREATE FUNCTION pay_by_array(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT (p_tenant = ANY (public.my_tenants())) THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Raises for members, and for nobody else.
CREATE FUNCTION pay_turned(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF public.is_member(p_tenant) THEN
    RAISE EXCEPTION 'a member';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The other way round.
CREATE FUNCTION pay_found(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM 1 FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF FOUND THEN
    RAISE EXCEPTION 'a member';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- One row too many.
CREATE FUNCTION pay_counted(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_many bigint;
BEGIN
  SELECT count(*) INTO v_many FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_many > 0 THEN
    RAISE EXCEPTION 'a member';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The default is what is asked for.
CREATE FUNCTION pay_defaulted(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF coalesce(v_role, 'head') <> 'head' THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Only viewers are kept out.
CREATE FUNCTION pay_excluded(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_role = 'viewer' THEN
    RAISE EXCEPTION 'a viewer';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Nobody is signed in: there is no user to compare with.
CREATE FUNCTION leave(p_user uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF p_user <> auth.uid() THEN
    RAISE EXCEPTION 'not you';
  END IF;
  DELETE FROM public.members WHERE user_id = p_user;
END;
$$;

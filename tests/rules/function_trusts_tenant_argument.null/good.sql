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
  SELECT coalesce((SELECT m.role = 'head' FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid()), false)
$$;
CREATE FUNCTION my_tenants() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members m WHERE m.user_id = auth.uid()
$$;
-- It raises where there is no row.
CREATE FUNCTION role_in(p_tenant uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_role IS NULL THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  RETURN v_role;
END;
$$;

-- IS DISTINCT FROM counts NULL.
CREATE FUNCTION pay_by_role(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_role IS DISTINCT FROM 'head' THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- NULL is asked for.
CREATE FUNCTION pay_by_list(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_role IS NULL OR v_role NOT IN ('head', 'clerk') THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- NOT FOUND is asked for first.
CREATE FUNCTION pay_by_test(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  IF v_role <> 'head' THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The helper gives false.
CREATE FUNCTION pay_by_helper(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT public.is_head(p_tenant) THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Who has no tenant is kept out.
CREATE FUNCTION pay_by_own(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF public.my_tenant() IS NULL OR p_tenant <> public.my_tenant() THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Of no rows nothing is one.
CREATE FUNCTION pay_by_array(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT (p_tenant IN (SELECT public.my_tenants())) THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Only where it holds.
CREATE FUNCTION pay_turned(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF public.is_member(p_tenant) THEN
    UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
  END IF;
END;
$$;

-- Not true is NULL as well.
CREATE FUNCTION pay_truth(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF (v_role = 'head') IS NOT TRUE THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- None is too few.
CREATE FUNCTION pay_counted(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_many bigint;
BEGIN
  SELECT count(*) INTO v_many FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_many = 0 THEN
    RAISE EXCEPTION 'not a member';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The default is not what is asked for.
CREATE FUNCTION pay_defaulted(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF coalesce((SELECT m.role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid()), '') <> 'head' THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The role comes from what raises.
CREATE FUNCTION pay_raised(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF public.role_in(p_tenant) <> 'head' THEN
    RAISE EXCEPTION 'not a head';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- What is not known goes the other way.
CREATE FUNCTION pay_else(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_role = 'head' THEN
    UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
  ELSE
    RAISE EXCEPTION 'not a head';
  END IF;
END;
$$;

-- Who is not signed in may not call it.
CREATE FUNCTION leave(p_user uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF p_user <> auth.uid() THEN
    RAISE EXCEPTION 'not you';
  END IF;
  DELETE FROM public.members WHERE user_id = p_user;
END;
$$;
REVOKE EXECUTE ON FUNCTION leave(uuid) FROM PUBLIC, anon;

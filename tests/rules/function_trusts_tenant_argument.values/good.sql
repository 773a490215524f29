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
CREATE TABLE admins (user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE);
ALTER TABLE admins ENABLE ROW LEVEL SECURITY;

-- NULL is another.
CREATE FUNCTION by_claim(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.uid() IS NULL THEN
    RAISE EXCEPTION 'not here';
  END IF;
  IF p_tenant IS DISTINCT FROM (auth.jwt() -> 'app_metadata' ->> 'tenant_id')::uuid THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Each user has a profile from the start.
CREATE TABLE profiles (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  home_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION make_profile() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.profiles (user_id, home_id) VALUES (NEW.id, (NEW.raw_app_meta_data ->> 'tenant_id')::uuid);
  RETURN NEW;
END;
$$;
CREATE TRIGGER profile_made AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION make_profile();

-- It names a tenant.
CREATE FUNCTION by_profile(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.uid() IS NULL THEN
    RAISE EXCEPTION 'not here';
  END IF;
  IF p_tenant <> (SELECT p.home_id FROM public.profiles p WHERE p.user_id = auth.uid()) THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- This takes NULL and gives a text.
CREATE FUNCTION by_lower(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF concat(v_role, '') <> 'head' THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- A list of nothing is a list.
CREATE FUNCTION by_joined(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF NOT (ARRAY[v_role] && ARRAY['head', 'clerk']) THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Whichever look-up was made, it is asked for.
CREATE FUNCTION by_either(p_tenant uuid, p_quick boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  IF p_quick THEN
    SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  ELSE
    SELECT max(m.role) INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  END IF;
  IF v_role IS NULL OR v_role <> 'head' THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The lowest for who has none.
CREATE FUNCTION by_rank(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_rank integer;
BEGIN
  SELECT length(m.role) INTO v_rank FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF coalesce(v_rank, 0) < 3 THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The word for who has none is kept out.
CREATE FUNCTION by_word(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF coalesce((SELECT m.role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid()), 'none') IN ('none', 'viewer') THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The service alone.
CREATE FUNCTION by_sign_in(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.role() <> 'service_role' THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- One at least.
CREATE FUNCTION by_many(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_many bigint;
BEGIN
  SELECT count(*) INTO v_many FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF 1 > v_many THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Admins stand above the tenants.
CREATE FUNCTION by_admins(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_many bigint;
BEGIN
  SELECT count(*) INTO v_many FROM public.admins a WHERE a.user_id = auth.uid();
  IF v_many = 0 THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- The row's own tenant is looked up for the session.
CREATE FUNCTION by_row(p_invoice uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.invoices SET paid = true WHERE id = p_invoice
    AND (SELECT m.role FROM public.members m WHERE m.tenant_id = invoices.tenant_id AND m.user_id = auth.uid()) <> 'viewer'
$$;

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

-- Who has no such claim is not kept out.
CREATE FUNCTION by_claim(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.uid() IS NULL THEN
    RAISE EXCEPTION 'not here';
  END IF;
  IF p_tenant <> (auth.jwt() -> 'app_metadata' ->> 'tenant_id')::uuid THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Each user has a profile from the start.
CREATE TABLE profiles (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  home_id uuid REFERENCES tenants (id) ON DELETE CASCADE
);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION make_profile() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.profiles (user_id) VALUES (NEW.id);
  RETURN NEW;
END;
$$;
CREATE TRIGGER profile_made AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION make_profile();

-- It names no tenant yet.
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

-- What is made of NULL is NULL.
CREATE FUNCTION by_lower(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF lower(v_role) <> 'head' THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- So it is with operators.
CREATE FUNCTION by_joined(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_role || '' <> 'head' THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Whichever look-up was made.
CREATE FUNCTION by_either(p_tenant uuid, p_quick boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_role text;
BEGIN
  IF p_quick THEN
    SELECT m.role INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  ELSE
    SELECT max(m.role) INTO v_role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  END IF;
  IF v_role <> 'head' THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- A rank that is not there is not too low.
CREATE FUNCTION by_rank(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_rank integer;
BEGIN
  SELECT length(m.role) INTO v_rank FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_rank < 3 THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- Another word is kept out.
CREATE FUNCTION by_word(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF coalesce((SELECT m.role FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid()), 'none') IN ('viewer') THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- All who are signed in pass.
CREATE FUNCTION by_sign_in(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.role() <> 'authenticated' THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- So it is said the other way.
CREATE FUNCTION by_anon(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.role() = 'anon' THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

-- As many as there are.
CREATE FUNCTION by_many(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_many bigint;
BEGIN
  SELECT count(*) INTO v_many FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_many >= 1 THEN
    RAISE EXCEPTION 'not here';
  END IF;
  UPDATE public.invoices SET paid = true WHERE tenant_id = p_tenant;
END;
$$;

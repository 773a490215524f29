CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL, settings jsonb NOT NULL DEFAULT '{}');
CREATE TABLE members (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL UNIQUE REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
CREATE TABLE duties (user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, duty text NOT NULL);
CREATE TABLE operators (user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE);
CREATE TABLE jobs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  title text NOT NULL
);
CREATE TABLE purses (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  cents bigint NOT NULL DEFAULT 0
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE duties ENABLE ROW LEVEL SECURITY;
ALTER TABLE operators ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE purses ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION my_tenant() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members m WHERE m.user_id = auth.uid()
$$;
CREATE FUNCTION my_duty() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT d.duty FROM public.duties d WHERE d.user_id = auth.uid()
$$;
CREATE POLICY own ON members FOR SELECT USING (user_id = auth.uid());
CREATE POLICY own ON jobs FOR SELECT USING (tenant_id = my_tenant());
CREATE POLICY own ON purses FOR SELECT USING (user_id = auth.uid());

-- Whoever signs up is given a tenant, and a duty in it.
CREATE FUNCTION found_tenant(p_name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_tenant uuid := gen_random_uuid();
BEGIN
  INSERT INTO public.tenants (id, name) VALUES (v_tenant, p_name);
  INSERT INTO public.members (tenant_id, user_id) VALUES (v_tenant, auth.uid());
  INSERT INTO public.duties (user_id, duty) VALUES (auth.uid(), 'chief');
END;
$$;

-- The argument is compared with the session's own tenant.
CREATE FUNCTION add_job(p_title text, p_tenant uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF p_tenant IS DISTINCT FROM public.my_tenant() THEN
    RAISE EXCEPTION 'not your tenant';
  END IF;
  INSERT INTO public.jobs (tenant_id, title) VALUES (p_tenant, p_title);
END;
$$;

-- A membership of the session's user in the tenant that is named.
CREATE FUNCTION drop_jobs(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_found boolean;
BEGIN
  SELECT true INTO v_found FROM public.members m WHERE m.tenant_id = p_tenant AND m.user_id = auth.uid();
  IF v_found IS NULL THEN
    RAISE EXCEPTION 'not your tenant';
  END IF;
  DELETE FROM public.jobs WHERE tenant_id = p_tenant;
END;
$$;

-- Operators stand above the tenants: no tenant makes one.
CREATE FUNCTION settings_of(p_tenant uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_settings jsonb;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.operators o WHERE o.user_id = auth.uid()) THEN
    RAISE EXCEPTION 'operators only';
  END IF;
  SELECT t.settings INTO v_settings FROM public.tenants t WHERE t.id = p_tenant;
  RETURN v_settings;
END;
$$;

-- Only the service passes.
CREATE FUNCTION job_count(p_tenant uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.role() <> 'service_role' THEN
    RAISE EXCEPTION 'service only';
  END IF;
  RETURN (SELECT count(*) FROM public.jobs j WHERE j.tenant_id = p_tenant);
END;
$$;

-- WITH, and the session's tenant inside it.
CREATE FUNCTION titles(p_tenant uuid) RETURNS TABLE (title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  WITH mine AS (SELECT j.title FROM public.jobs j WHERE j.tenant_id = p_tenant AND j.tenant_id = public.my_tenant())
  SELECT mine.title FROM mine
$$;

-- The row is one of the session's tenant.
CREATE FUNCTION rename_job(p_job uuid, p_title text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.jobs SET title = p_title WHERE id = p_job AND tenant_id = public.my_tenant()
$$;

-- The user is the session's.
CREATE FUNCTION pay(p_from uuid, p_cents bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF p_from IS DISTINCT FROM auth.uid() THEN
    RAISE EXCEPTION 'not your purse';
  END IF;
  UPDATE public.purses SET cents = cents - p_cents WHERE user_id = p_from;
END;
$$;

CREATE FUNCTION jobs_of(p_tenant uuid) RETURNS SETOF jobs
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
  SELECT j.* FROM public.jobs j WHERE j.tenant_id = p_tenant AND j.tenant_id = public.my_tenant();
END;

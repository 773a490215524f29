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

-- A chief of any tenant passes: the duty is not looked up in the tenant that is named.
CREATE FUNCTION add_job(p_title text, p_tenant uuid DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_tenant uuid := COALESCE(p_tenant, public.my_tenant());
  v_id uuid;
BEGIN
  IF public.my_duty() <> 'chief' THEN
    RAISE EXCEPTION 'only chiefs add jobs';
  END IF;
  INSERT INTO public.jobs (tenant_id, title) VALUES (v_tenant, p_title) RETURNING id INTO v_id;
  RETURN v_id;
END;
$$;

-- That there is a user says nothing of the tenant.
CREATE FUNCTION drop_jobs(p_tenant uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.uid() IS NULL THEN
    RAISE EXCEPTION 'sign in first';
  END IF;
  DELETE FROM public.jobs WHERE tenant_id = p_tenant;
END;
$$;

-- Set in one of two ways, of which the caller chooses.
CREATE FUNCTION settings_of(p_tenant uuid DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_tenant uuid;
  v_settings jsonb;
BEGIN
  IF p_tenant IS NOT NULL THEN
    v_tenant := p_tenant;
  ELSE
    SELECT m.tenant_id INTO v_tenant FROM public.members m WHERE m.user_id = auth.uid();
  END IF;
  SELECT t.settings INTO v_settings FROM public.tenants t WHERE t.id = v_tenant;
  RETURN v_settings;
END;
$$;

-- Inside WITH.
CREATE FUNCTION titles(p_tenant uuid) RETURNS TABLE (title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  WITH mine AS (SELECT j.title FROM public.jobs j WHERE j.tenant_id = p_tenant)
  SELECT mine.title FROM mine
$$;

-- One number of somebody else's tenant.
CREATE FUNCTION job_count(p_tenant uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT count(*) FROM public.jobs j WHERE j.tenant_id = p_tenant
$$;

-- The row is named, and nobody asks whose it is.
CREATE FUNCTION rename_job(p_job uuid, p_title text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.jobs SET title = p_title WHERE id = p_job
$$;

-- Out of anybody's purse.
CREATE FUNCTION pay(p_from uuid, p_cents bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_purse uuid;
BEGIN
  SELECT p.id INTO v_purse FROM public.purses p WHERE p.user_id = p_from FOR UPDATE;
  UPDATE public.purses SET cents = cents - p_cents WHERE id = v_purse;
END;
$$;

-- Bound to no schema before it is called.
CREATE FUNCTION jobs_of(p_tenant uuid) RETURNS SETOF jobs
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
  SELECT j.* FROM public.jobs j WHERE j.tenant_id = p_tenant;
END;

-- A second column that holds the tenant, and WITH around it.
CREATE TABLE plans (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  payer_id uuid REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL
);
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON plans FOR SELECT USING (tenant_id = my_tenant());
CREATE FUNCTION plans_paid_by(p_payer uuid DEFAULT NULL) RETURNS TABLE (name text, many bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY
  WITH counted AS (
    SELECT p.name, count(*) AS many FROM public.plans p
    WHERE p_payer IS NULL OR p.payer_id = p_payer
    GROUP BY p.name
  )
  SELECT c.name, c.many FROM counted c;
END;
$$;

CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX members_by_user ON public.members (user_id);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.my_tenants() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())
$$;
CREATE POLICY "Own tenants" ON public.tenants FOR SELECT TO authenticated USING (id IN (SELECT public.my_tenants()));
CREATE POLICY "Own memberships" ON public.members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- A policy shows rows without a tenant to every tenant: critical, and high while tenancy is inferred.
CREATE TABLE public.rules (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE,
  title text NOT NULL
);
CREATE INDEX rules_by_tenant ON public.rules (tenant_id);
ALTER TABLE public.rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Rules of my tenants and of nobody" ON public.rules FOR SELECT TO authenticated
  USING (tenant_id IS NULL OR tenant_id IN (SELECT public.my_tenants()));

-- The foreign key itself puts NULL there: medium, and no fix by SET NOT NULL.
CREATE TABLE public.tickets (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE SET NULL,
  title text NOT NULL
);
CREATE INDEX tickets_by_tenant ON public.tickets (tenant_id);
ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Tickets of my tenants" ON public.tickets FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

-- Asked for by nobody, by an admin of the tenant, and by a test of something else.
CREATE TABLE public.imports (id uuid PRIMARY KEY, tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE);
ALTER TABLE public.imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ADD COLUMN rank text NOT NULL DEFAULT 'member';
CREATE FUNCTION public.leads(tenant uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.members AS m WHERE m.user_id = (SELECT auth.uid()) AND m.tenant_id = tenant AND m.rank = 'lead')
$$;
CREATE TABLE public.budgets (id uuid PRIMARY KEY, tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE);
ALTER TABLE public.budgets ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Budgets of leads" ON public.budgets FOR SELECT TO authenticated USING (public.leads(tenant_id));
CREATE TABLE public.offers (id uuid PRIMARY KEY, tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE, shown boolean NOT NULL DEFAULT false);
ALTER TABLE public.offers ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Offers shown" ON public.offers FOR SELECT TO authenticated USING (shown);
CREATE POLICY "Offers made" ON public.offers FOR INSERT TO authenticated WITH CHECK (NOT shown);

-- The whole table says it, and not each part.
CREATE TABLE public.readings (id uuid NOT NULL, tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE) PARTITION BY HASH (id);
CREATE TABLE public.readings_0 PARTITION OF public.readings FOR VALUES WITH (MODULUS 1, REMAINDER 0);
ALTER TABLE public.readings ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Readings of my tenants" ON public.readings FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

-- Each has a user; and the policy shows those whose tenant is gone to everybody.
CREATE TABLE public.letters (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE SET NULL,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE public.letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Letters of my tenants and of nobody" ON public.letters FOR SELECT TO authenticated
  USING (tenant_id IS NULL OR tenant_id IN (SELECT public.my_tenants()));

-- Rows of all tenants on purpose, as two keys say: NOT NULL would refuse them.
CREATE TABLE public.labels (id uuid PRIMARY KEY, tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE, title text NOT NULL, gone boolean NOT NULL);
CREATE UNIQUE INDEX labels_shared ON public.labels (title) WHERE tenant_id IS NULL AND NOT gone;
CREATE TABLE public.colours (id uuid PRIMARY KEY, tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE, title text NOT NULL);
CREATE UNIQUE INDEX colours_once ON public.colours (coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'), title);
ALTER TABLE public.labels ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.colours ENABLE ROW LEVEL SECURITY;

-- What is written to another table says nothing of these.
CREATE TABLE public.pings (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
ALTER TABLE public.pings ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.ping() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO public.pings (at) VALUES (now())
$$;

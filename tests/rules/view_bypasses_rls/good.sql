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

CREATE TABLE public.invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  total numeric(12, 2) NOT NULL
);
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Invoices of my tenants" ON public.invoices FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

CREATE VIEW public.all_invoices WITH (security_invoker = true) AS SELECT id, total FROM public.invoices;

-- Tests the tenant itself.
CREATE VIEW public.my_invoices AS SELECT i.id, i.total FROM public.invoices AS i WHERE i.tenant_id IN (SELECT public.my_tenants());

-- No client role reads it.
CREATE VIEW public.monthly AS SELECT sum(total) AS total FROM public.invoices;
REVOKE ALL ON public.monthly FROM anon, authenticated;

-- The same roles read all rows of the table anyway.
CREATE TABLE public.plans (id uuid PRIMARY KEY, title text NOT NULL);
ALTER TABLE public.plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Everybody reads plans" ON public.plans FOR SELECT TO anon, authenticated USING (true);
CREATE VIEW public.plan_titles AS SELECT title FROM public.plans;

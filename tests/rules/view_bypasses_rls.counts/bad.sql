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

CREATE VIEW public.how_many AS
  SELECT 'invoices' AS what, count(*) AS rows FROM public.invoices
  UNION ALL SELECT 'members', count(*) FILTER (WHERE m.user_id IS NOT NULL) FROM public.members AS m;
-- A group tells whose rows they are, and a sum what is in them.
CREATE VIEW public.how_many_each AS SELECT tenant_id, count(*) AS rows FROM public.invoices GROUP BY tenant_id;
-- What a WITH hands on is tested by a tenant that anybody can name.
CREATE VIEW public.monthly AS
  WITH sums AS (SELECT i.tenant_id, sum(i.total) AS total FROM public.invoices AS i GROUP BY i.tenant_id)
  SELECT s.total FROM sums AS s WHERE s.tenant_id = current_setting('request.tenant', true)::uuid;

CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY members_read ON public.members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE TABLE public.orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  amount numeric NOT NULL
);
ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY orders_all ON public.orders TO authenticated
  USING (tenant_id IN (SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())))
  WITH CHECK (tenant_id IN (SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE MATERIALIZED VIEW public.totals AS SELECT tenant_id, sum(amount) AS total FROM public.orders GROUP BY tenant_id;
REVOKE ALL ON public.totals FROM anon, authenticated;
CREATE TABLE public.plans (id bigint PRIMARY KEY, name text NOT NULL);
CREATE MATERIALIZED VIEW public.plan_names AS SELECT name FROM public.plans;

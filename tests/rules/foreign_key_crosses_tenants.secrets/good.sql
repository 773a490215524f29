CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.my_tenants() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())
$$;
CREATE POLICY "Own tenants" ON public.tenants FOR SELECT TO authenticated USING (id IN (SELECT public.my_tenants()));
CREATE POLICY "Own memberships" ON public.members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- The key carries the tenant: the view shows the secret of one's own tenant.
CREATE TABLE public.hooks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  label text NOT NULL,
  signing_key text NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE TABLE public.calls (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  hook_id uuid NOT NULL,
  FOREIGN KEY (tenant_id, hook_id) REFERENCES public.hooks (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE public.hooks ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Mine" ON public.hooks FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Mine" ON public.calls TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE VIEW public.keys_of_calls AS
  SELECT c.id, p.signing_key FROM public.calls AS c JOIN public.hooks AS p ON p.id = c.hook_id
   WHERE c.tenant_id IN (SELECT public.my_tenants());
GRANT SELECT ON public.keys_of_calls TO authenticated;

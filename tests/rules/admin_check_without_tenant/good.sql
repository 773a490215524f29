CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('admin', 'member')),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'left')),
  PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.my_tenants() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())
$$;
CREATE POLICY "Own tenants" ON public.tenants FOR SELECT TO authenticated USING (id IN (SELECT public.my_tenants()));
CREATE POLICY "Own memberships" ON public.members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE TABLE public.invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE
);
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.is_admin(which uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.members AS m WHERE m.user_id = (SELECT auth.uid()) AND m.tenant_id = which AND m.role = 'admin'
  )
$$;
CREATE POLICY "Invoices of my tenants" ON public.invoices FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Admins delete invoices" ON public.invoices FOR DELETE TO authenticated USING (public.is_admin(tenant_id));

-- What every membership has by default is no role.
CREATE FUNCTION public.is_active() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.members AS m WHERE m.user_id = (SELECT auth.uid()) AND m.status = 'active')
$$;
CREATE POLICY "Active members add invoices" ON public.invoices FOR INSERT TO authenticated
  WITH CHECK (tenant_id IN (SELECT public.my_tenants()) AND (SELECT public.is_active()));

-- A role above tenants, kept in a table without tenants.
CREATE TABLE public.staff (user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, role text NOT NULL);
ALTER TABLE public.staff ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.is_staff() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.staff AS s WHERE s.user_id = (SELECT auth.uid()) AND s.role = 'support')
$$;
CREATE POLICY "Staff see invoices" ON public.invoices FOR SELECT TO authenticated USING ((SELECT public.is_staff()));

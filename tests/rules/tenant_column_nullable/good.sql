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

CREATE TABLE public.rules (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  title text NOT NULL
);
ALTER TABLE public.rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Rules of my tenants" ON public.rules FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

-- A CHECK does what NOT NULL would.
CREATE TABLE public.tickets (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE CHECK (tenant_id IS NOT NULL),
  title text NOT NULL
);
ALTER TABLE public.tickets ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Tickets of my tenants" ON public.tickets FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

-- One row per user: NULL is a user who has joined no tenant yet.
CREATE TABLE public.profiles (
  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE SET NULL
);
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own profile" ON public.profiles FOR SELECT TO authenticated USING (id = (SELECT auth.uid()));

-- Rows of their users; the tenant is only noted.
CREATE TABLE public.payments (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE
);
ALTER TABLE public.payments ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own payments" ON public.payments FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- One row per user, though the tenant reads it too.
CREATE TABLE public.people (
  id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE
);
ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;
CREATE POLICY "People of my tenants" ON public.people FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

-- A tenant's or a user's.
CREATE TABLE public.boards (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE,
  CHECK (num_nonnulls(tenant_id, user_id) = 1)
);
ALTER TABLE public.boards ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Boards" ON public.boards FOR SELECT TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants()) OR user_id = (SELECT auth.uid()));
CREATE TABLE public.lists (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE,
  CHECK (tenant_id IS NOT NULL OR user_id IS NOT NULL)
);
ALTER TABLE public.lists ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Lists" ON public.lists FOR SELECT TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants()) OR user_id = (SELECT auth.uid()));

-- For who has a role; nobody asks for the tenant.
ALTER TABLE public.members ADD COLUMN rank text NOT NULL DEFAULT 'member';
CREATE FUNCTION public.is_lead() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.members AS m WHERE m.user_id = (SELECT auth.uid()) AND m.rank = 'lead')
$$;
CREATE TABLE public.incidents (id uuid PRIMARY KEY, tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE);
ALTER TABLE public.incidents ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Incidents" ON public.incidents FOR SELECT TO authenticated USING (public.is_lead());
CREATE POLICY "Report" ON public.incidents FOR INSERT TO authenticated WITH CHECK (public.is_lead());

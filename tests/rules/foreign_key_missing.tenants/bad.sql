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

CREATE TABLE public.events (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  title text NOT NULL
);
ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Events of my tenants" ON public.events FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
-- Another key than the tenants' own: a view joins it.
CREATE TABLE public.photos (id uuid PRIMARY KEY, of uuid NOT NULL);
ALTER TABLE public.photos ENABLE ROW LEVEL SECURITY;
CREATE VIEW public.album WITH (security_invoker = true) AS
  SELECT p.id, e.title FROM public.photos AS p JOIN public.events AS e ON e.id = p.of;

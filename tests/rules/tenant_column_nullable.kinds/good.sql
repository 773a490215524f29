CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
CREATE FUNCTION public.my_tenants() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())
$$;
-- A CHECK says which kind of row has no tenant, or whether it is shared.
CREATE TABLE public.keys (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE,
  kind text NOT NULL,
  CHECK ((kind = 'tenant' AND tenant_id IS NOT NULL) OR (kind = 'personal' AND tenant_id IS NULL))
);
ALTER TABLE public.keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Keys of my tenants" ON public.keys FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE TABLE public.presets (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE,
  shared boolean NOT NULL,
  CHECK (shared = (tenant_id IS NULL))
);
ALTER TABLE public.presets ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Presets of my tenants" ON public.presets FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

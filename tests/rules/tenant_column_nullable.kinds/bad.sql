CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
CREATE FUNCTION public.my_tenants() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())
$$;
-- A CHECK beside that says nothing of rows without a tenant.
CREATE TABLE public.keys (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE CASCADE,
  kind text NOT NULL,
  CHECK (kind = 'tenant' OR tenant_id <> id)
);
ALTER TABLE public.keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Keys of my tenants" ON public.keys FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
-- The CHECK allows for none, and the key makes none of one: then a policy shows what was a tenant's.
CREATE TABLE public.letters (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES public.tenants (id) ON DELETE SET NULL,
  kind text NOT NULL,
  CHECK (kind = 'letter' OR tenant_id IS NOT NULL)
);
ALTER TABLE public.letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Letters of my tenants and of nobody" ON public.letters FOR SELECT TO authenticated
  USING (tenant_id IS NULL OR tenant_id IN (SELECT public.my_tenants()));

CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY members_read ON public.members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE TABLE public.products (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  code text NOT NULL,
  token uuid NOT NULL UNIQUE,
  UNIQUE (tenant_id, code)
);
ALTER TABLE public.products ENABLE ROW LEVEL SECURITY;
CREATE POLICY products_all ON public.products TO authenticated
  USING (tenant_id IN (SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())))
  WITH CHECK (tenant_id IN (SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE TABLE public.readings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  serial_no text NOT NULL UNIQUE
);
ALTER TABLE public.readings ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE
);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON public.tenants USING (id = current_setting('app.tenant')::uuid);
CREATE POLICY own_invoices ON public.invoices USING (tenant_id = current_setting('app.tenant')::uuid);
-- Nobody's rows: no business of row security.
CREATE TABLE public.countries (code text PRIMARY KEY, label text NOT NULL);

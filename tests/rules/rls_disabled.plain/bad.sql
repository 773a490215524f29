-- The application connects as a role of its own; a table of nobody's rows needs no row security there.
CREATE ROLE web NOLOGIN;
CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE
);
CREATE TABLE public.countries (code text PRIMARY KEY, label text NOT NULL);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON public.tenants FOR SELECT TO web USING (id = current_setting('app.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON public.tenants, public.invoices, public.countries TO web;

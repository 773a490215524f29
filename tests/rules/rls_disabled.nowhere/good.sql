CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  total numeric(12, 2) NOT NULL
);
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;

-- No client role holds a privilege.
CREATE TABLE public.rates (day date PRIMARY KEY, rate numeric NOT NULL);
REVOKE ALL ON public.rates FROM anon, authenticated;

-- No client role enters the schema.
CREATE SCHEMA backstage;
CREATE TABLE backstage.jobs (id bigint PRIMARY KEY);
GRANT SELECT ON backstage.jobs TO authenticated;

CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  total numeric(12, 2) NOT NULL
);

-- Read by everybody, written by nobody: low.
CREATE TABLE public.countries (code text PRIMARY KEY, label text NOT NULL);
REVOKE ALL ON public.countries FROM anon, authenticated;
GRANT SELECT ON public.countries TO anon, authenticated;

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

CREATE TABLE public.projects (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  title text NOT NULL
);
CREATE INDEX projects_by_tenant ON public.projects (tenant_id);
CREATE TABLE public.tasks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  project_id uuid NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE,
  title text NOT NULL
);
CREATE INDEX tasks_by_tenant ON public.tasks (tenant_id);
CREATE INDEX tasks_by_project ON public.tasks (project_id);
CREATE TABLE public.budgets (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  project_id uuid REFERENCES public.projects (id) ON DELETE SET NULL,
  amount numeric(12, 2) NOT NULL
);
CREATE INDEX budgets_by_tenant ON public.budgets (tenant_id);
ALTER TABLE public.projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.budgets ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Projects of my tenants" ON public.projects TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Tasks of my tenants" ON public.tasks TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Budgets of my tenants" ON public.budgets TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));

-- Refuses something else: the project is not looked up.
CREATE FUNCTION public.no_debts() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.amount < 0 THEN
    RAISE EXCEPTION 'no debts';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER no_debts BEFORE INSERT OR UPDATE ON public.budgets FOR EACH ROW EXECUTE FUNCTION public.no_debts();

-- What it looks up is shown to whoever wrote the row: past row security, and whatever tenant it is of.
CREATE TABLE public.clients (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  name text NOT NULL
);
CREATE INDEX clients_by_tenant ON public.clients (tenant_id);
CREATE TABLE public.invoices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  client_id uuid NOT NULL REFERENCES public.clients (id) ON DELETE CASCADE,
  label text
);
CREATE INDEX invoices_by_tenant ON public.invoices (tenant_id);
CREATE INDEX invoices_by_client ON public.invoices (client_id);
ALTER TABLE public.clients ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Clients of my tenants" ON public.clients FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Invoices of my tenants" ON public.invoices TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE FUNCTION public.label_invoice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  SELECT c.name INTO NEW.label FROM public.clients AS c WHERE c.id = NEW.client_id;
  RETURN NEW;
END
$$;
CREATE TRIGGER label_invoice AFTER INSERT ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.label_invoice();

-- A service that follows it works with the key of another tenant.
CREATE TABLE public.hooks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  signing_key text NOT NULL
);
CREATE INDEX hooks_by_tenant ON public.hooks (tenant_id);
CREATE TABLE public.calls (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  hook_id uuid NOT NULL REFERENCES public.hooks (id) ON DELETE CASCADE,
  title text NOT NULL
);
CREATE INDEX calls_by_tenant ON public.calls (tenant_id);
CREATE INDEX calls_by_hook ON public.calls (hook_id);
ALTER TABLE public.hooks ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Hooks of my tenants" ON public.hooks FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Calls of my tenants" ON public.calls TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));

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
  title text NOT NULL,
  UNIQUE (tenant_id, id)
);
-- The key carries the tenant.
CREATE TABLE public.tasks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  project_id uuid NOT NULL,
  title text NOT NULL,
  FOREIGN KEY (tenant_id, project_id) REFERENCES public.projects (tenant_id, id) ON DELETE CASCADE
);
-- The policy looks the project up, and row security of projects holds there.
CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  project_id uuid NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE
);
-- A trigger does.
CREATE TABLE public.costs (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  project_id uuid NOT NULL REFERENCES public.projects (id) ON DELETE CASCADE
);
CREATE FUNCTION public.same_tenant() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.projects AS p WHERE p.id = NEW.project_id AND p.tenant_id = NEW.tenant_id) THEN
    RAISE EXCEPTION 'the project is of another tenant';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER same_tenant BEFORE INSERT OR UPDATE ON public.costs FOR EACH ROW EXECUTE FUNCTION public.same_tenant();
ALTER TABLE public.projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.costs ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Projects of my tenants" ON public.projects FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Tasks of my tenants" ON public.tasks FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Costs of my tenants" ON public.costs TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Notes of my tenants" ON public.notes FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Notes on my projects" ON public.notes FOR INSERT TO authenticated WITH CHECK (
  tenant_id IN (SELECT public.my_tenants())
  AND project_id IN (SELECT p.id FROM public.projects AS p WHERE p.tenant_id IN (SELECT public.my_tenants()))
);
-- No client writes it.
CREATE TABLE public.budgets (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  project_id uuid REFERENCES public.projects (id) ON DELETE SET NULL
);
ALTER TABLE public.budgets ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Budgets of my tenants" ON public.budgets FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));

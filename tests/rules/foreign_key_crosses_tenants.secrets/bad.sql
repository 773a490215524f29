CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.my_tenants() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())
$$;
CREATE POLICY "Own tenants" ON public.tenants FOR SELECT TO authenticated USING (id IN (SELECT public.my_tenants()));
CREATE POLICY "Own memberships" ON public.members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- A view that is read as its owner shows the secret.
CREATE TABLE public.hooks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  label text NOT NULL,
  signing_key text NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE TABLE public.calls (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  hook_id uuid NOT NULL REFERENCES public.hooks (id) ON DELETE CASCADE
);
ALTER TABLE public.hooks ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.calls ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Mine" ON public.hooks FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Mine" ON public.calls TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE VIEW public.keys_of_calls AS
  SELECT c.id, p.signing_key FROM public.calls AS c JOIN public.hooks AS p ON p.id = c.hook_id
   WHERE c.tenant_id IN (SELECT public.my_tenants());
GRANT SELECT ON public.keys_of_calls TO authenticated;

-- This one shows a label, and only asks for the secret.
CREATE TABLE public.desks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  label text NOT NULL,
  signing_key text NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE TABLE public.visits (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  desk_id uuid NOT NULL REFERENCES public.desks (id) ON DELETE CASCADE
);
ALTER TABLE public.desks ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Mine" ON public.desks FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Mine" ON public.visits TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE VIEW public.labels_of_visits AS
  SELECT c.id, p.label FROM public.visits AS c JOIN public.desks AS p ON p.id = c.desk_id
   WHERE c.tenant_id IN (SELECT public.my_tenants()) AND p.signing_key <> '';
GRANT SELECT ON public.labels_of_visits TO authenticated;

-- Nothing in the schema follows it.
CREATE TABLE public.gates (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  label text NOT NULL,
  signing_key text NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE TABLE public.passages (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  gate_id uuid NOT NULL REFERENCES public.gates (id) ON DELETE CASCADE
);
ALTER TABLE public.gates ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.passages ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Mine" ON public.gates FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Mine" ON public.passages TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));

-- A function that passes row security returns the secret; another only asks for it.
CREATE TABLE public.doors (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  label text NOT NULL,
  signing_key text NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE TABLE public.entries (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  door_id uuid NOT NULL REFERENCES public.doors (id) ON DELETE CASCADE
);
ALTER TABLE public.doors ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Mine" ON public.doors FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Mine" ON public.entries TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE FUNCTION public.key_of_entry(entry uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT p.signing_key FROM public.entries AS c JOIN public.doors AS p ON p.id = c.door_id
   WHERE c.id = entry AND c.tenant_id IN (SELECT public.my_tenants())
$$;

CREATE TABLE public.lifts (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  label text NOT NULL,
  signing_key text NOT NULL,
  UNIQUE (tenant_id, id)
);
CREATE TABLE public.rides (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  lift_id uuid NOT NULL REFERENCES public.lifts (id) ON DELETE CASCADE
);
ALTER TABLE public.lifts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.rides ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Mine" ON public.lifts FOR SELECT TO authenticated USING (tenant_id IN (SELECT public.my_tenants()));
CREATE POLICY "Mine" ON public.rides TO authenticated
  USING (tenant_id IN (SELECT public.my_tenants())) WITH CHECK (tenant_id IN (SELECT public.my_tenants()));
CREATE FUNCTION public.is_keyed(ride uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.rides AS c JOIN public.lifts AS p ON p.id = c.lift_id
     WHERE c.id = ride AND p.signing_key <> '' AND c.tenant_id IN (SELECT public.my_tenants())
  )
$$;

CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.members (
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY members_read ON public.members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE TABLE public.notes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
  body text NOT NULL,
  author uuid NOT NULL REFERENCES auth.users (id),
  reviewer uuid REFERENCES auth.users (id)
);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY notes_all ON public.notes TO authenticated
  USING (tenant_id IN (SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())))
  WITH CHECK (tenant_id IN (SELECT m.tenant_id FROM public.members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY notes_author ON public.notes FOR SELECT TO authenticated USING (author = (SELECT auth.uid()));
CREATE POLICY notes_reviewer ON public.notes FOR SELECT TO authenticated USING (reviewer = (SELECT auth.uid()));

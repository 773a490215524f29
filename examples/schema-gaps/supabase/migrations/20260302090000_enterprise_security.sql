-- Who belongs to which tenant, and what only administrators see.

CREATE TABLE public.tenant_members (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    role text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.tenant_members
    ADD CONSTRAINT tenant_members_tenant FOREIGN KEY (tenant_id) REFERENCES public.tenants (id) ON DELETE CASCADE;
CREATE INDEX idx_tenant_members_tenant ON public.tenant_members (tenant_id);

ALTER TABLE public.tenant_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_members_select ON public.tenant_members
    FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

CREATE TABLE public.security_settings (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL UNIQUE CHECK (btrim(name) <> ''),
    value text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.security_settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY security_settings_select ON public.security_settings
    FOR SELECT TO authenticated
    USING (EXISTS (SELECT 1 FROM public.user_roles AS r WHERE r.user_id = (SELECT auth.uid()) AND r.role = 'admin'));
CREATE POLICY security_settings_all ON public.security_settings
    FOR ALL TO authenticated USING (public.is_admin()) WITH CHECK (public.is_admin());

-- Tenants, the roles of users, and the helpers that policies ask.

CREATE TABLE public.tenants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL CHECK (btrim(name) <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.tenant_members
    ADD CONSTRAINT tenant_members_tenant FOREIGN KEY (tenant_id) REFERENCES public.tenants (id) ON DELETE CASCADE;

CREATE TABLE public.user_roles (
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('admin', 'support')),
    PRIMARY KEY (user_id, role)
);

CREATE FUNCTION public.is_admin() RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    AS $$ SELECT EXISTS (SELECT 1 FROM user_roles WHERE user_id = auth.uid() AND role = 'admin') $$;
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    AS $$ SELECT EXISTS (SELECT 1 FROM user_roles WHERE user_id = auth.uid() AND role = wanted) $$;
REVOKE EXECUTE ON FUNCTION public.is_admin(), public.has_role(text) FROM PUBLIC, anon, authenticated;

ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenants_select ON public.tenants FOR SELECT TO authenticated
    USING (id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));

CREATE POLICY tenants_update ON public.tenants FOR UPDATE TO authenticated
    USING (id IN (
        SELECT m.tenant_id FROM public.tenant_members AS m
        WHERE m.user_id = (SELECT auth.uid()) AND m.role = 'owner'
    ))
    WITH CHECK (id IN (
        SELECT m.tenant_id FROM public.tenant_members AS m
        WHERE m.user_id = (SELECT auth.uid()) AND m.role = 'owner'
    ));
CREATE POLICY tenant_members_update ON public.tenant_members FOR UPDATE TO authenticated
    USING ((SELECT public.is_admin())) WITH CHECK ((SELECT public.is_admin()));

CREATE POLICY security_settings_support ON public.security_settings FOR SELECT TO authenticated
    USING ((SELECT public.has_role('support')));

ALTER TABLE public.user_roles ENABLE ROW LEVEL SECURITY;
CREATE POLICY user_roles_select ON public.user_roles FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()) OR (SELECT public.is_admin()));

CREATE TABLE public.user_settings (
    user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.user_settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY user_settings_all ON public.user_settings FOR ALL TO authenticated
    USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));

CREATE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql SET search_path = ''
    AS $$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$;
CREATE TABLE public.profiles (
    id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    full_name text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER profiles_updated_at BEFORE UPDATE ON public.profiles
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
CREATE POLICY profiles_all ON public.profiles FOR ALL TO authenticated
    USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));

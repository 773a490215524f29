-- Users, each of one tenant; auth_id is the account that a user signs in with

CREATE TABLE IF NOT EXISTS public.users (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id UUID NOT NULL REFERENCES public.tenants(id) ON DELETE CASCADE,
    auth_id UUID NOT NULL UNIQUE REFERENCES auth.users(id) ON DELETE CASCADE,
    full_name VARCHAR(255) NOT NULL,
    is_active BOOLEAN NOT NULL DEFAULT true,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT check_full_name_not_empty CHECK (char_length(TRIM(full_name)) > 0)
);

CREATE INDEX IF NOT EXISTS idx_users_tenant_id ON public.users(tenant_id);

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can view themselves"
    ON public.users FOR SELECT TO authenticated
    USING (auth_id = (SELECT auth.uid()));

-- For the settings page: full_name
CREATE POLICY "Users can update themselves"
    ON public.users FOR UPDATE TO authenticated
    USING (auth_id = (SELECT auth.uid()) AND is_active = true)
    WITH CHECK (auth_id = (SELECT auth.uid()) AND is_active = true);

CREATE POLICY "Users can view their tenant"
    ON public.tenants FOR SELECT TO authenticated
    USING (id IN (
        SELECT u.tenant_id FROM public.users u
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true
    ));

REVOKE ALL ON public.tenants, public.users FROM anon, authenticated;
GRANT SELECT ON public.tenants, public.users TO authenticated;
GRANT UPDATE ON public.users TO authenticated;

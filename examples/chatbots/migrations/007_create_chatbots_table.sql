-- Phase 1: chatbots, configured by admins and used by everybody in the tenant

CREATE TABLE IF NOT EXISTS public.chatbots (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id UUID NOT NULL REFERENCES public.tenants(id) ON DELETE CASCADE,
    name VARCHAR(255) NOT NULL,
    description TEXT,
    -- As long as it needs to be
    system_prompt TEXT NOT NULL,
    model VARCHAR(100) NOT NULL DEFAULT 'gpt-4-turbo-preview',
    temperature DECIMAL(3,2) NOT NULL DEFAULT 0.7,
    max_tokens INTEGER NOT NULL DEFAULT 2048,
    -- Whatever else a model takes
    settings JSONB DEFAULT '{}'::jsonb,
    -- Nobody but admins sees a chatbot before it is published
    is_published BOOLEAN NOT NULL DEFAULT false,
    -- Who made a chatbot stays known: such a user cannot be deleted
    created_by UUID NOT NULL REFERENCES public.users(id) ON DELETE RESTRICT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),

    CONSTRAINT check_name_not_empty CHECK (char_length(TRIM(name)) > 0),
    CONSTRAINT check_name_length CHECK (char_length(name) <= 255),
    CONSTRAINT check_system_prompt_not_empty CHECK (char_length(TRIM(system_prompt)) > 0),
    CONSTRAINT check_model_not_empty CHECK (char_length(TRIM(model)) > 0),
    CONSTRAINT check_temperature_range CHECK (temperature >= 0.0 AND temperature <= 2.0),
    CONSTRAINT check_max_tokens_positive CHECK (max_tokens > 0 AND max_tokens <= 128000)
);

CREATE INDEX IF NOT EXISTS idx_chatbots_tenant_id ON public.chatbots(tenant_id);
CREATE INDEX IF NOT EXISTS idx_chatbots_created_by ON public.chatbots(created_by);
CREATE INDEX IF NOT EXISTS idx_chatbots_is_published ON public.chatbots(is_published) WHERE is_published = true;
CREATE INDEX IF NOT EXISTS idx_chatbots_tenant_published ON public.chatbots(tenant_id, is_published);
CREATE INDEX IF NOT EXISTS idx_chatbots_created_at ON public.chatbots(created_at DESC);
CREATE INDEX IF NOT EXISTS idx_chatbots_name ON public.chatbots(tenant_id, name);

DROP TRIGGER IF EXISTS update_chatbots_updated_at ON public.chatbots;
CREATE TRIGGER update_chatbots_updated_at
    BEFORE UPDATE ON public.chatbots
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.chatbots ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS "Admins can view chatbots in their tenant" ON public.chatbots;
CREATE POLICY "Admins can view chatbots in their tenant"
    ON public.chatbots FOR SELECT TO authenticated
    USING (tenant_id IN (
        SELECT u.tenant_id FROM public.users u
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true AND u.role = 'admin'
    ));

DROP POLICY IF EXISTS "Admins can create chatbots in their tenant" ON public.chatbots;
CREATE POLICY "Admins can create chatbots in their tenant"
    ON public.chatbots FOR INSERT TO authenticated
    WITH CHECK (tenant_id IN (
        SELECT u.tenant_id FROM public.users u
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true AND u.role = 'admin'
    ));

DROP POLICY IF EXISTS "Admins can update chatbots in their tenant" ON public.chatbots;
CREATE POLICY "Admins can update chatbots in their tenant"
    ON public.chatbots FOR UPDATE TO authenticated
    USING (tenant_id IN (
        SELECT u.tenant_id FROM public.users u
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true AND u.role = 'admin'
    ))
    WITH CHECK (tenant_id IN (
        SELECT u.tenant_id FROM public.users u
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true AND u.role = 'admin'
    ));

DROP POLICY IF EXISTS "Admins can delete chatbots in their tenant" ON public.chatbots;
CREATE POLICY "Admins can delete chatbots in their tenant"
    ON public.chatbots FOR DELETE TO authenticated
    USING (tenant_id IN (
        SELECT u.tenant_id FROM public.users u
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true AND u.role = 'admin'
    ));

DROP POLICY IF EXISTS "Users can view published chatbots in their tenant" ON public.chatbots;
CREATE POLICY "Users can view published chatbots in their tenant"
    ON public.chatbots FOR SELECT TO authenticated
    USING (
        is_published = true
        AND tenant_id IN (
            SELECT u.tenant_id FROM public.users u
            WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true
        )
    );

-- For trials: nobody is signed in
DROP POLICY IF EXISTS "Demo users can view published chatbots" ON public.chatbots;
CREATE POLICY "Demo users can view published chatbots"
    ON public.chatbots FOR SELECT TO anon
    USING (is_published = true);

REVOKE ALL ON public.chatbots FROM anon, authenticated;
GRANT SELECT ON public.chatbots TO anon;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.chatbots TO authenticated;

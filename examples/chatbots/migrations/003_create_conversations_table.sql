-- Conversations with the assistant

CREATE OR REPLACE FUNCTION public.update_updated_at_column()
RETURNS TRIGGER
LANGUAGE plpgsql
SET search_path = ''
AS $$
BEGIN
    NEW.updated_at := pg_catalog.now();
    RETURN NEW;
END;
$$;

CREATE TABLE IF NOT EXISTS public.conversations (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id UUID NOT NULL REFERENCES public.tenants(id) ON DELETE CASCADE,
    user_id UUID NOT NULL REFERENCES public.users(id) ON DELETE CASCADE,
    title VARCHAR(255),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS idx_conversations_tenant_created ON public.conversations(tenant_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_conversations_user ON public.conversations(user_id, created_at DESC);

CREATE TRIGGER update_conversations_updated_at
    BEFORE UPDATE ON public.conversations
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

ALTER TABLE public.conversations ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage their conversations"
    ON public.conversations FOR ALL TO authenticated
    USING (EXISTS (
        SELECT 1 FROM public.users u
        WHERE u.id = conversations.user_id
          AND u.tenant_id = conversations.tenant_id
          AND u.auth_id = (SELECT auth.uid())
          AND u.is_active = true
    ))
    WITH CHECK (EXISTS (
        SELECT 1 FROM public.users u
        WHERE u.id = conversations.user_id
          AND u.tenant_id = conversations.tenant_id
          AND u.auth_id = (SELECT auth.uid())
          AND u.is_active = true
    ));

REVOKE ALL ON public.conversations FROM anon, authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.conversations TO authenticated;

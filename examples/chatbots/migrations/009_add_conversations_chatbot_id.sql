-- Phase 3: which chatbot a conversation is with; older ones have none

ALTER TABLE public.conversations
    ADD COLUMN IF NOT EXISTS chatbot_id UUID REFERENCES public.chatbots(id) ON DELETE SET NULL;

CREATE INDEX IF NOT EXISTS idx_conversations_chatbot_id ON public.conversations(chatbot_id);
CREATE INDEX IF NOT EXISTS idx_conversations_tenant_chatbot ON public.conversations(tenant_id, chatbot_id);

-- How each chatbot is used
DROP POLICY IF EXISTS "Admins can view conversations in their tenant" ON public.conversations;
CREATE POLICY "Admins can view conversations in their tenant"
    ON public.conversations FOR SELECT TO authenticated
    USING (tenant_id IN (
        SELECT u.tenant_id FROM public.users u
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true AND u.role = 'admin'
    ));

-- What was said in a conversation

CREATE TABLE IF NOT EXISTS public.messages (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    conversation_id UUID NOT NULL REFERENCES public.conversations(id) ON DELETE CASCADE,
    sender VARCHAR(20) NOT NULL,
    content TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT check_sender_valid CHECK (sender IN ('user', 'assistant', 'system'))
);

CREATE INDEX IF NOT EXISTS idx_messages_conversation_created ON public.messages(conversation_id, created_at);

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can view messages of their conversations"
    ON public.messages FOR SELECT TO authenticated
    USING (conversation_id IN (
        SELECT c.id FROM public.conversations c
        JOIN public.users u ON u.id = c.user_id AND u.tenant_id = c.tenant_id
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true
    ));

-- Messages are written by the backend, which asks the model.
REVOKE ALL ON public.messages FROM anon, authenticated;
GRANT SELECT ON public.messages TO authenticated;

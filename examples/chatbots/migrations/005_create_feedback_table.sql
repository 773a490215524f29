-- How an answer was rated

CREATE TABLE IF NOT EXISTS public.feedback (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    message_id UUID NOT NULL UNIQUE REFERENCES public.messages(id) ON DELETE CASCADE,
    rating SMALLINT NOT NULL,
    comment TEXT,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT check_rating_range CHECK (rating BETWEEN 1 AND 5)
);

ALTER TABLE public.feedback ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Users can manage feedback in their conversations"
    ON public.feedback FOR ALL TO authenticated
    USING (message_id IN (
        SELECT m.id FROM public.messages m
        JOIN public.conversations c ON c.id = m.conversation_id
        JOIN public.users u ON u.id = c.user_id AND u.tenant_id = c.tenant_id
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true
    ))
    WITH CHECK (message_id IN (
        SELECT m.id FROM public.messages m
        JOIN public.conversations c ON c.id = m.conversation_id
        JOIN public.users u ON u.id = c.user_id AND u.tenant_id = c.tenant_id
        WHERE u.auth_id = (SELECT auth.uid()) AND u.is_active = true
    ));

REVOKE ALL ON public.feedback FROM anon, authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.feedback TO authenticated;

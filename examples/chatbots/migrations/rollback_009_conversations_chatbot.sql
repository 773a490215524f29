-- Takes back 009

DROP POLICY IF EXISTS "Admins can view conversations in their tenant" ON public.conversations;
DROP INDEX IF EXISTS public.idx_conversations_tenant_chatbot;
DROP INDEX IF EXISTS public.idx_conversations_chatbot_id;
ALTER TABLE public.conversations DROP COLUMN IF EXISTS chatbot_id;

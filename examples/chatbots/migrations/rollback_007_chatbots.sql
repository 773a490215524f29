-- Takes back 007

DROP TABLE IF EXISTS public.chatbots;

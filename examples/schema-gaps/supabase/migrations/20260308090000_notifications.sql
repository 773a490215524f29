-- Notifications of the second version: with a title, a link, and whether they were read.

CREATE TABLE IF NOT EXISTS public.notifications (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    title text NOT NULL DEFAULT '',
    message text NOT NULL CHECK (btrim(message) <> ''),
    link text,
    read_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Phase 2: admins manage chatbots, users use them. Everybody is a user until promoted by hand.

ALTER TABLE public.users ADD COLUMN IF NOT EXISTS role VARCHAR(20) NOT NULL DEFAULT 'user';

ALTER TABLE public.users DROP CONSTRAINT IF EXISTS check_role_valid;
ALTER TABLE public.users ADD CONSTRAINT check_role_valid CHECK (role IN ('admin', 'user'));

CREATE INDEX IF NOT EXISTS idx_users_role ON public.users(role);
CREATE INDEX IF NOT EXISTS idx_users_tenant_role ON public.users(tenant_id, role);

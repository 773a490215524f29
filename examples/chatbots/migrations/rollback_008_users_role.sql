-- Takes back 008

DROP INDEX IF EXISTS public.idx_users_tenant_role;
DROP INDEX IF EXISTS public.idx_users_role;
ALTER TABLE public.users DROP CONSTRAINT IF EXISTS check_role_valid;
ALTER TABLE public.users DROP COLUMN IF EXISTS role;

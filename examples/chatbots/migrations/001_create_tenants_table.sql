-- Tenants of the assistant platform

CREATE TABLE IF NOT EXISTS public.tenants (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name VARCHAR(255) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT check_tenant_name_not_empty CHECK (char_length(TRIM(name)) > 0)
);

ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;

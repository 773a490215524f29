-- Workflows again, as the second version of the editor knows them, and leads.

CREATE TABLE IF NOT EXISTS public.workflow_executions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    workflow_id uuid NOT NULL REFERENCES public.workflows (id) ON DELETE CASCADE,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done', 'failed')),
    finished_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.leads (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id text NOT NULL,
    email text NOT NULL CHECK (email ~ '^[^@\s]+@[^@\s]+$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_leads_tenant ON public.leads (tenant_id);
ALTER TABLE public.leads ENABLE ROW LEVEL SECURITY;
CREATE POLICY leads_all ON public.leads FOR ALL TO authenticated
    USING (tenant_id IN (
        SELECT m.tenant_id::text FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())
    ))
    WITH CHECK (tenant_id IN (
        SELECT m.tenant_id::text FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())
    ));

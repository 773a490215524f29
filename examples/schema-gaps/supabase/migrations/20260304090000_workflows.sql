-- Workflows, as the first version of the editor knew them.

CREATE TABLE public.automation_workflows (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    name text NOT NULL CHECK (btrim(name) <> ''),
    description text,
    definition jsonb NOT NULL DEFAULT '{}',
    is_active boolean NOT NULL DEFAULT true,
    created_by uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_automation_workflows_tenant ON public.automation_workflows (tenant_id);

CREATE TABLE public.workflow_definitions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    name text NOT NULL CHECK (btrim(name) <> ''),
    description text,
    definition jsonb NOT NULL DEFAULT '{}',
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_workflow_definitions_tenant ON public.workflow_definitions (tenant_id);

CREATE TABLE public.workflow_executions (
    id text PRIMARY KEY,
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    workflow_id text NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done', 'failed')),
    finished_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_workflow_executions_tenant ON public.workflow_executions (tenant_id);

CREATE TABLE public.step_executions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    execution_id text NOT NULL REFERENCES public.workflow_executions (id) ON DELETE CASCADE,
    step_name text NOT NULL CHECK (btrim(step_name) <> ''),
    input jsonb,
    output jsonb,
    error_message text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_step_executions_tenant ON public.step_executions (tenant_id);
CREATE INDEX idx_step_executions_execution ON public.step_executions (execution_id);

CREATE TABLE public.workflow_steps (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    execution_id text NOT NULL,
    step_name text NOT NULL CHECK (btrim(step_name) <> ''),
    input jsonb,
    output jsonb,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_workflow_steps_tenant ON public.workflow_steps (tenant_id);

-- The page of a workflow lists its latest runs.
CREATE FUNCTION public.latest_executions(workflow text) RETURNS SETOF public.workflow_executions
    LANGUAGE sql STABLE SET search_path = ''
    AS $$
        SELECT e.* FROM public.workflow_executions AS e
        WHERE e.workflow_id = workflow ORDER BY e.created_at DESC LIMIT 50
    $$;
CREATE FUNCTION public.workflow_of(workflow uuid) RETURNS public.automation_workflows
    LANGUAGE sql STABLE SET search_path = ''
    AS $$ SELECT w.* FROM public.automation_workflows AS w WHERE w.id = workflow $$;
CREATE FUNCTION public.steps_of(execution text) RETURNS SETOF public.step_executions
    LANGUAGE sql STABLE SET search_path = ''
    AS $$ SELECT s.* FROM public.step_executions AS s WHERE s.execution_id = execution $$;

ALTER TABLE public.automation_workflows ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.workflow_definitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.workflow_executions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.step_executions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.workflow_steps ENABLE ROW LEVEL SECURITY;
CREATE POLICY automation_workflows_all ON public.automation_workflows FOR ALL TO authenticated
    USING (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())))
    WITH CHECK (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY workflow_definitions_select ON public.workflow_definitions FOR SELECT TO authenticated
    USING (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY workflow_executions_select ON public.workflow_executions FOR SELECT TO authenticated
    USING (EXISTS (
        SELECT 1 FROM public.tenant_members AS m
        WHERE m.tenant_id = workflow_executions.tenant_id AND m.user_id = (SELECT auth.uid())
    ));
CREATE POLICY step_executions_select ON public.step_executions FOR SELECT TO authenticated
    USING (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY workflow_steps_select ON public.workflow_steps FOR SELECT TO authenticated
    USING (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));

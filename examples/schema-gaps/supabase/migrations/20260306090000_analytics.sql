-- What happened, and what it cost.

CREATE TABLE public.events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    type text NOT NULL,
    payload jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE public.telemetry_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    type text NOT NULL,
    payload jsonb NOT NULL DEFAULT '{}',
    session_id text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE public.app_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    user_id uuid REFERENCES auth.users (id) ON DELETE SET NULL,
    type text NOT NULL,
    source text NOT NULL,
    payload jsonb NOT NULL DEFAULT '{}',
    session_id text,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_events_tenant ON public.events (tenant_id, created_at);
CREATE INDEX idx_telemetry_events_tenant ON public.telemetry_events (tenant_id, created_at);
CREATE INDEX idx_app_events_tenant ON public.app_events (tenant_id, created_at);
CREATE FUNCTION public.event_count(tenant uuid) RETURNS bigint
    LANGUAGE sql STABLE SET search_path = ''
    AS $$ SELECT count(*) FROM public.app_events AS e WHERE e.tenant_id = tenant $$;

CREATE TABLE public.metrics_log (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    metric text NOT NULL,
    value numeric NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_metrics_log_tenant ON public.metrics_log (tenant_id, created_at);
CREATE FUNCTION public.metric_sum(tenant uuid) RETURNS numeric
    LANGUAGE sql STABLE SET search_path = ''
    AS $$ SELECT sum(l.value) FROM public.metrics_log AS l WHERE l.tenant_id = tenant $$;
CREATE TABLE public.metrics_daily (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    day date NOT NULL,
    total numeric NOT NULL
);
CREATE TABLE public.spend (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    channel text NOT NULL,
    amount numeric NOT NULL CHECK (amount >= 0)
);

ALTER TABLE public.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.telemetry_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.app_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.metrics_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.metrics_daily ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.spend ENABLE ROW LEVEL SECURITY;
CREATE POLICY events_select ON public.events FOR SELECT TO authenticated
    USING (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY telemetry_events_select ON public.telemetry_events FOR SELECT TO authenticated
    USING (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY app_events_select ON public.app_events FOR SELECT TO authenticated
    USING (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY metrics_log_select ON public.metrics_log FOR SELECT TO authenticated
    USING (tenant_id IN (SELECT m.tenant_id FROM public.tenant_members AS m WHERE m.user_id = (SELECT auth.uid())));

-- Agents and the record of their runs.

-- An agent without a tenant is provided by the platform and offered to every tenant.
create table public.ai_agents (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid references public.tenants (id) on delete cascade,
  created_by uuid references auth.users (id) on delete set null,
  name text not null check (length(btrim(name)) between 1 and 120),
  description text,
  model text not null check (btrim(model) <> ''),
  is_public boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint ai_agents_tenant_name_key unique nulls not distinct (tenant_id, name)
);

create index idx_ai_agents_created_by on public.ai_agents (created_by);

create table public.agent_runs (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  agent_id uuid not null references public.ai_agents (id) on delete cascade,
  user_id uuid references auth.users (id) on delete set null,
  status text not null default 'running' check (status in ('running', 'succeeded', 'failed', 'cancelled')),
  error_message text,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint agent_runs_finished_with_status check ((status = 'running') = (finished_at is null)),
  constraint agent_runs_finished_after_start check (finished_at >= started_at)
);

create index idx_agent_runs_tenant_created_at on public.agent_runs (tenant_id, created_at desc);
create index idx_agent_runs_agent_id on public.agent_runs (agent_id);
create index idx_agent_runs_user_id on public.agent_runs (user_id);

create trigger update_ai_agents_updated_at
  before update on public.ai_agents
  for each row execute function public.update_updated_at_column();

create trigger update_agent_runs_updated_at
  before update on public.agent_runs
  for each row execute function public.update_updated_at_column();

alter table public.ai_agents enable row level security;
alter table public.agent_runs enable row level security;

create policy "Members can view agents of their tenant, shared and platform agents"
  on public.ai_agents for select to authenticated
  using (
    is_public
    or tenant_id is null
    or tenant_id = (select public.get_user_tenant_id((select auth.uid())))
  );

create policy "Members can create agents in their tenant"
  on public.ai_agents for insert to authenticated
  with check (
    tenant_id = (select public.get_user_tenant_id((select auth.uid())))
    and created_by = (select auth.uid())
  );

create policy "Members can change the agents they created"
  on public.ai_agents for update to authenticated
  using (
    tenant_id = (select public.get_user_tenant_id((select auth.uid())))
    and created_by = (select auth.uid())
  )
  with check (
    tenant_id = (select public.get_user_tenant_id((select auth.uid())))
    and created_by = (select auth.uid())
  );

create policy "Members can delete the agents they created"
  on public.ai_agents for delete to authenticated
  using (
    tenant_id = (select public.get_user_tenant_id((select auth.uid())))
    and created_by = (select auth.uid())
  );

create policy "Members can view runs in their tenant"
  on public.agent_runs for select to authenticated
  using (tenant_id = (select public.get_user_tenant_id((select auth.uid()))));

revoke insert, update, delete on public.ai_agents from anon;
revoke truncate, references, trigger on public.ai_agents from anon, authenticated;

-- Runs are written by the backend only.
revoke all on public.agent_runs from anon, authenticated;
grant select on public.agent_runs to authenticated;

comment on column public.ai_agents.tenant_id is 'Null for agents provided by the platform';

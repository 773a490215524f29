-- Autonomous agents: what an agent may do, what waits to be done, and what sets an agent off.
--
--   agent_actions    the steps of an agent
--   action_queue     actions that wait for approval, or for a worker
--   agent_triggers   when an agent starts by itself
--   agent_events     what happened to contacts, deals, documents and properties

-- Steps of an agent, taken in the order of step_order
create table public.agent_actions (
  id uuid primary key default gen_random_uuid(),
  agent_id uuid not null references public.ai_agents (id) on delete cascade,

  -- What the step does, and its settings
  action_type text not null check (action_type in (
    'send_email', 'send_sms', 'create_task', 'create_note',
    'update_contact', 'update_deal', 'move_deal_stage',
    'request_document', 'notify_member', 'call_webhook'
  )),
  action_config jsonb not null default '{}',

  -- When the step is taken; a step without a condition is always taken
  step_order integer not null default 1 check (step_order between 1 and 100),
  condition_expression text,
  is_active boolean not null default true,
  requires_approval boolean not null default true,

  created_at timestamptz not null default now()
);

-- Actions on their way: proposed by a run, approved by a person, carried out by a worker.
-- user_id is the person the action is for. A row outlives the run that proposed it.
-- Which values action_params holds depends on action_type;
-- the worker checks them before it starts.
create table public.action_queue (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  agent_run_id uuid references public.agent_runs (id) on delete set null,
  user_id uuid not null references auth.users (id) on delete cascade,

  -- What to do, with which values, and why the agent proposes it
  action_type text not null check (action_type in (
    'send_email', 'send_sms', 'create_task', 'create_note',
    'update_contact', 'update_deal', 'move_deal_stage',
    'request_document', 'notify_member', 'call_webhook'
  )),
  action_params jsonb not null default '{}',
  action_reason text,

  -- Where it stands
  status text not null default 'pending' check (status in (
    'pending', 'approved', 'rejected', 'executing', 'completed', 'failed', 'cancelled'
  )),
  requires_approval boolean not null default true,

  -- Who decided, and when; a rejection gives its reason
  approved_by uuid references auth.users (id) on delete set null,
  approved_at timestamptz,
  rejection_reason text,

  -- How it went
  executed_at timestamptz,
  retry_count integer not null default 0,
  error_message text,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What sets an agent off: an event that meets the conditions, a schedule, or a person.
-- A trigger belongs to one agent; an agent may have many.
create table public.agent_triggers (
  id uuid primary key default gen_random_uuid(),
  -- no tenant: a global trigger, the same for everybody
  tenant_id uuid references public.tenants (id) on delete cascade,
  agent_id uuid not null references public.ai_agents (id) on delete cascade,
  created_by uuid references auth.users (id) on delete set null,
  name text not null check (length(btrim(name)) between 1 and 120),
  description text,

  -- Named like the event it waits for
  trigger_type text not null check (trigger_type in (
    'contact_created', 'contact_updated',
    'deal_created', 'deal_stage_changed', 'deal_updated',
    'document_uploaded', 'document_indexed',
    'property_created', 'property_updated',
    'scheduled', 'manual'
  )),
  -- For event triggers: what the event must hold, for example {"contact_type": "lead"}
  trigger_conditions jsonb not null default '{}',

  -- For scheduled triggers: five fields, for example 0 9 * * 1 for Mondays at nine
  schedule_cron text,
  -- Kept by the scheduler
  last_run_at timestamptz,
  next_run_at timestamptz,

  -- How the work is queued; 10 goes first
  priority integer not null default 5 check (priority between 1 and 10),
  requires_approval boolean not null default true,
  is_active boolean not null default true,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint agent_triggers_tenant_agent_name_key unique (tenant_id, agent_id, name)
);

-- Events, written by database triggers and read by the matcher.
-- event_data is the record itself, after an update together with what it was before,
-- so that a condition may ask for both.
create table public.agent_events (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,

  -- What happened
  event_type text not null check (event_type in (
    'contact_created', 'contact_updated',
    'deal_created', 'deal_stage_changed', 'deal_updated',
    'document_uploaded', 'document_indexed',
    'property_created', 'property_updated'
  )),
  event_data jsonb not null default '{}',

  -- Which record it happened to
  source_table text not null,
  source_id uuid not null,

  -- Set by the matcher
  processed boolean not null default false,
  processing_error text,

  created_at timestamptz not null default now()
);

-- Indexes: agent_actions
-- Steps are read in their order
create index idx_agent_actions_agent_step on public.agent_actions (agent_id, step_order);

-- Indexes: action_queue
-- What the policies and the worker ask for
create index idx_action_queue_tenant_status on public.action_queue (tenant_id, status);

-- References, so that deleting a user or a run stays quick
create index idx_action_queue_user_id on public.action_queue (user_id);
create index idx_action_queue_agent_run_id on public.action_queue (agent_run_id);
create index idx_action_queue_approved_by on public.action_queue (approved_by);
-- What the approval screen asks for
create index idx_action_queue_waiting on public.action_queue (tenant_id, user_id)
  where status = 'pending' and requires_approval;

-- Indexes: agent_triggers
create index idx_agent_triggers_agent_id on public.agent_triggers (agent_id);
create index idx_agent_triggers_created_by on public.agent_triggers (created_by);
-- The matcher asks for the active triggers of a tenant and a type
create index idx_agent_triggers_active on public.agent_triggers (tenant_id, trigger_type)
  where is_active;
create index idx_agent_triggers_scheduled on public.agent_triggers (next_run_at)
  where trigger_type = 'scheduled' and is_active;

-- Indexes: agent_events
create index idx_agent_events_tenant_type on public.agent_events (tenant_id, event_type);
create index idx_agent_events_source on public.agent_events (source_table, source_id);
create index idx_agent_events_unprocessed on public.agent_events (tenant_id)
  where not processed;

-- Row level security: users see and change rows of the tenant they work in,
-- workers and the matcher sign in as service_role
alter table public.agent_actions enable row level security;
alter table public.action_queue enable row level security;
alter table public.agent_triggers enable row level security;
alter table public.agent_events enable row level security;

-- Policies: agent_actions.
-- A step has no tenant of its own: it is seen with its agent,
-- and changed by whoever made the agent.

create policy "Users can view actions for accessible agents"
  on public.agent_actions for select
  using (
    agent_id in (
      select a.id from public.ai_agents a
      where a.is_public
        or a.tenant_id is null
        or a.tenant_id = public.get_user_tenant_id(auth.uid())
    )
  );

create policy "Users can manage actions for their agents"
  on public.agent_actions for all
  using (
    agent_id in (
      select a.id from public.ai_agents a where a.created_by = auth.uid()
    )
  );

-- Policies: action_queue
create policy "Users can view action queue in their tenant"
  on public.action_queue for select
  using (tenant_id = public.get_user_tenant_id(auth.uid()));

create policy "Users can add to action queue in their tenant"
  on public.action_queue for insert
  with check (tenant_id = public.get_user_tenant_id(auth.uid()) and user_id = auth.uid());

-- The person an action is for decides about it; so do admins
create policy "Users can update action queue items they own or are admin"
  on public.action_queue for update
  using (tenant_id = public.get_user_tenant_id(auth.uid()) and (
    user_id = auth.uid() or public.is_admin(auth.uid())
  ));

create policy "Users can delete action queue items they own"
  on public.action_queue for delete
  using (tenant_id = public.get_user_tenant_id(auth.uid()) and user_id = auth.uid());

-- Policies: agent_triggers
create policy "Users can view triggers in their tenant or global"
  on public.agent_triggers for select
  using (
    tenant_id is null
    or tenant_id = public.get_user_tenant_id(auth.uid())
  );

create policy "Users can update triggers in their tenant"
  on public.agent_triggers for update
  using (tenant_id = public.get_user_tenant_id(auth.uid()));

-- Policies: agent_events; users read them, database triggers write them
create policy "Users can view events in their tenant"
  on public.agent_events for select
  using (tenant_id = public.get_user_tenant_id(auth.uid()));

-- The matcher and the workers
create policy "Service role can manage all events"
  on public.agent_events for all to service_role
  using (true) with check (true);

create policy "Service role can manage all action queue items"
  on public.action_queue for all to service_role
  using (true) with check (true);

-- Users make their own triggers
create policy "Users can add triggers in their tenant"
  on public.agent_triggers for insert
  with check (tenant_id = public.get_user_tenant_id(auth.uid()) and created_by = auth.uid());

create policy "Users can delete triggers in their tenant"
  on public.agent_triggers for delete
  using (tenant_id = public.get_user_tenant_id(auth.uid()));

create trigger update_action_queue_updated_at
  before update on public.action_queue
  for each row execute function public.update_updated_at_column();
create trigger update_agent_triggers_updated_at
  before update on public.agent_triggers
  for each row execute function public.update_updated_at_column();

-- Writes down what happened to a record; the argument of the trigger names the event
create or replace function public.log_agent_event()
returns trigger
language plpgsql
security definer
set search_path = public
as $$
declare
  v_tenant_id uuid;
  v_event_type text;
  v_event_data jsonb;
begin
  -- The record says whose event it is
  v_tenant_id := coalesce(new.tenant_id, old.tenant_id);
  v_event_type := tg_argv[0];

  -- An update keeps both versions
  if tg_op = 'UPDATE' then
    v_event_data := to_jsonb(new) || jsonb_build_object('previous', to_jsonb(old));
  else
    v_event_data := to_jsonb(new);
  end if;

  insert into public.agent_events (
    tenant_id,
    event_type,
    event_data,
    source_table,
    source_id
  ) values (
    v_tenant_id,
    v_event_type,
    v_event_data,
    tg_table_name,
    coalesce(new.id, old.id)
  );

  return coalesce(new, old);
end;
$$;

-- Events of the business records.
-- Deletions are no events: there is nothing left for an agent to work on.
-- The names of the events are those of agent_triggers.trigger_type.

-- Contacts
create trigger log_contact_created
  after insert on public.contacts
  for each row execute function public.log_agent_event('contact_created');

create trigger log_contact_updated
  after update on public.contacts
  for each row
  when (old.* is distinct from new.*)
  execute function public.log_agent_event('contact_updated');

-- Deals: a change of stage is an event of its own
create trigger log_deal_created
  after insert on public.deals
  for each row execute function public.log_agent_event('deal_created');

create trigger log_deal_stage_changed
  after update of stage on public.deals
  for each row
  when (old.stage is distinct from new.stage)
  execute function public.log_agent_event('deal_stage_changed');

create trigger log_deal_updated
  after update on public.deals
  for each row
  when (old.* is distinct from new.* and old.stage = new.stage)
  execute function public.log_agent_event('deal_updated');

-- Documents
create trigger log_document_uploaded
  after insert on public.documents
  for each row execute function public.log_agent_event('document_uploaded');

create trigger log_document_indexed
  after update of indexed_at on public.documents
  for each row
  when (old.indexed_at is null and new.indexed_at is not null)
  execute function public.log_agent_event('document_indexed');

-- Properties
create trigger log_property_created
  after insert on public.properties
  for each row execute function public.log_agent_event('property_created');

create trigger log_property_updated
  after update on public.properties
  for each row
  when (old.* is distinct from new.*)
  execute function public.log_agent_event('property_updated');

-- Approvals.
-- Called by the web application and by the mobile one, with the user who decides.

-- How many actions wait for a decision in the tenant this user works in;
-- everybody there sees the same number
create or replace function public.get_pending_actions_count(p_user_id uuid)
returns integer language sql stable security definer set search_path = public as $$
  select count(*)::integer
  from public.action_queue q
  where q.tenant_id = public.get_user_tenant_id(p_user_id)
    and q.status = 'pending'
    and q.requires_approval
$$;

-- True when the action was waiting and is now approved
create or replace function public.approve_action(p_action_id uuid, p_user_id uuid)
returns boolean
language plpgsql security definer set search_path = public
as $$
declare
  v_rows integer;
begin
  update public.action_queue
  set status = 'approved',
      approved_by = p_user_id,
      approved_at = now()
  where id = p_action_id
    and tenant_id = public.get_user_tenant_id(p_user_id)
    and status = 'pending';

  get diagnostics v_rows = row_count;
  return v_rows = 1;
end;
$$;

-- True when the action was waiting and is now rejected
create or replace function public.reject_action(p_action_id uuid, p_user_id uuid, p_reason text default null)
returns boolean
language plpgsql security definer set search_path = public
as $$
declare
  v_rows integer;
begin
  update public.action_queue
  set status = 'rejected',
      approved_by = p_user_id,
      approved_at = now(),
      rejection_reason = p_reason
  where id = p_action_id
    and tenant_id = public.get_user_tenant_id(p_user_id)
    and status = 'pending';

  get diagnostics v_rows = row_count;
  return v_rows = 1;
end;
$$;

-- How many of the actions were waiting and are now approved
create or replace function public.batch_approve_actions(p_action_ids uuid[], p_user_id uuid)
returns integer
language plpgsql security definer set search_path = public
as $$
declare
  v_rows integer;
begin
  update public.action_queue
  set status = 'approved',
      approved_by = p_user_id,
      approved_at = now()
  where id = any (p_action_ids)
    and tenant_id = public.get_user_tenant_id(p_user_id)
    and status = 'pending';

  get diagnostics v_rows = row_count;
  return v_rows;
end;
$$;

-- Look-ups by content; the caller sees what the policies let it see

-- Active triggers of a type whose conditions hold the given ones
create or replace function public.find_agent_triggers(p_trigger_type text, p_conditions jsonb)
returns setof public.agent_triggers language sql stable set search_path = public as $$
  select t.*
  from public.agent_triggers t
  where t.is_active
    and t.trigger_type = p_trigger_type
    and t.trigger_conditions @> p_conditions
$$;

-- Queued actions with the given values, so that an agent does not propose the same thing twice
create or replace function public.find_queued_actions(p_action_params jsonb)
returns setof public.action_queue language sql stable set search_path = public as $$
  select q.*
  from public.action_queue q
  where q.action_params @> p_action_params
$$;

-- Events whose record held the given values
create or replace function public.find_agent_events(p_event_data jsonb)
returns setof public.agent_events language sql stable set search_path = public as $$
  select e.*
  from public.agent_events e
  where e.event_data @> p_event_data
$$;

comment on table public.agent_actions is 'Steps of an agent';
comment on table public.action_queue is 'Actions that wait for approval, or for a worker, and how they ended';
comment on table public.agent_triggers is 'What sets an agent off: an event, a schedule or a person';
comment on table public.agent_events is 'What happened to contacts, deals, documents and properties';
comment on column public.action_queue.requires_approval is 'The action stays pending until a person decides';
comment on column public.agent_triggers.trigger_conditions is 'Values that the event must hold';
comment on column public.agent_triggers.schedule_cron is 'Schedule in cron notation';

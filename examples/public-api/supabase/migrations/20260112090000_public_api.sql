-- A public API: keys that programs sign in with, webhooks that are called, rules that act by themselves,
-- and an outbox of messages on their way.

create table if not exists public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(btrim(name)) between 1 and 120),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 63),
  created_at timestamptz not null default now()
);

-- The people an organization deals with, each entered by a user
create table if not exists public.people (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  created_by uuid not null references auth.users (id) on delete cascade,
  full_name text not null check (length(btrim(full_name)) between 1 and 200),
  created_at timestamptz not null default now()
);

-- Keys of the public API; of a key only its hash is kept
create table if not exists public.api_keys (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  name text not null,
  key_hash text not null check (key_hash ~ '^[0-9a-f]{64}$'),
  revoked boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Addresses that are called when something happens
create table if not exists public.webhooks (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  url text not null,
  events text[] not null,
  signing_secret text not null check (length(signing_secret) >= 32),
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- What happens by itself: an event, what it must hold, and what is done then
create table if not exists public.automation_rules (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  name text not null check (length(btrim(name)) between 1 and 120),
  event text not null check (event in ('person_created', 'person_updated', 'person_deleted')),
  conditions jsonb not null default '{}',
  actions jsonb not null default '[]',
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, name)
);

-- Messages on their way; a worker takes those that are due
create table if not exists public.outbox (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  channel text not null check (channel in ('email', 'sms', 'webhook')),
  recipient text not null,
  payload jsonb not null default '{}',
  status text not null default 'pending' check (status in ('pending', 'sending', 'sent', 'failed')),
  attempts integer not null default 0 check (attempts between 0 and 8),
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- The newest keys that are still good, for the settings page
create function public.list_api_keys(p_organization_id uuid, p_limit integer)
returns table (id uuid, name text, created_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select k.id, k.name, k.created_at
  from public.api_keys k
  where k.organization_id = p_organization_id
    and k.revoked = false
  order by k.created_at desc
  limit least(p_limit, 100)
$$;

-- Whose key it is; asked by the gateway with every call of the API
create function public.organization_of_key(p_key_hash text)
returns uuid
language sql
stable
set search_path = ''
as $$
  select k.organization_id
  from public.api_keys k
  where k.key_hash = p_key_hash
    and k.revoked = false
$$;

-- The addresses to call for an event
create function public.webhooks_to_call(p_organization_id uuid, p_event text)
returns table (id uuid, url text, signing_secret text)
language sql
stable
set search_path = ''
as $$
  select w.id, w.url, w.signing_secret
  from public.webhooks w
  where w.organization_id = p_organization_id
    and w.enabled = true
    and p_event = any (w.events)
  order by w.url
$$;

-- Hands a worker the messages that are due
create function public.take_messages(p_limit integer)
returns setof public.outbox
language sql
set search_path = ''
as $$
  update public.outbox o
  set status = 'sending', attempts = o.attempts + 1, updated_at = pg_catalog.now()
  where o.status = 'pending'
    and o.id in (
      select d.id
      from public.outbox d
      where d.status = 'pending'
        and d.next_attempt_at <= pg_catalog.now()
      order by d.next_attempt_at
      limit least(p_limit, 100)
      for update skip locked
    )
  returning o.*
$$;

-- The gateway and the worker sign in as the service.
revoke execute on function public.organization_of_key(text) from public, anon, authenticated;
revoke execute on function public.webhooks_to_call(uuid, text) from public, anon, authenticated;
revoke execute on function public.take_messages(integer) from public, anon, authenticated;
revoke execute on function public.list_api_keys(uuid, integer) from public, anon;

alter table public.organizations enable row level security;
alter table public.people enable row level security;
alter table public.api_keys enable row level security;
alter table public.webhooks enable row level security;
alter table public.automation_rules enable row level security;
alter table public.outbox enable row level security;

create policy "Users can view their organization"
  on public.organizations for select to authenticated
  using (id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ));

create policy "Service role can insert organizations"
  on public.organizations for insert to service_role
  with check (true);

create policy "Users can view the people they entered"
  on public.people for select to authenticated
  using (created_by = (select auth.uid()));

create policy "Users can view their org's API keys"
  on public.api_keys for select to authenticated
  using (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ));

create policy "Users can create API keys for their org"
  on public.api_keys for insert to authenticated
  with check (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ));

create policy "Users can change their org's API keys"
  on public.api_keys for update to authenticated
  using (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ))
  with check (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ));

create policy "Users can delete their org's API keys"
  on public.api_keys for delete to authenticated
  using (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ));

create policy "Users can manage their org's webhooks"
  on public.webhooks for all to authenticated
  using (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ))
  with check (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ));

create policy "Users can manage their org's automation rules"
  on public.automation_rules for all to authenticated
  using (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ))
  with check (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ));

create policy "Users can manage their org's outbox"
  on public.outbox for all to authenticated
  using (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ))
  with check (organization_id in (
    select p.organization_id from public.people p where p.created_by = (select auth.uid()) limit 1
  ));

-- Organizations and people are written by the backend; visitors have no business here.
revoke all on all tables in schema public from anon;
revoke insert, update, delete on public.organizations, public.people from authenticated;
revoke truncate, references, trigger on all tables in schema public from authenticated;

-- What signs is written and never read back.
revoke select on public.api_keys, public.webhooks from authenticated;
grant select (id, organization_id, name, revoked, created_at, updated_at) on public.api_keys to authenticated;
grant select (id, organization_id, url, events, enabled, created_at, updated_at) on public.webhooks to authenticated;

create table public.firms (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create index on public.staff (user_id);
create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;

create table public.rules (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  enabled boolean not null default true,
  options jsonb not null default '{}',
  editor uuid references auth.users (id) on delete set null
);
alter table public.rules enable row level security;
create policy rules_members on public.rules to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create function public.note_editor() returns trigger language plpgsql as
$$ begin new.editor := auth.uid(); return new; end $$;
create trigger rules_editor before update on public.rules
  for each row execute function public.note_editor();
create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  rule_id uuid not null references public.rules (id) on delete cascade,
  firm_id uuid not null references public.firms (id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'approved', 'failed')),
  decided_at timestamptz,
  updated_by uuid references auth.users (id) on delete set null
);
create function public.approve(p_task uuid) returns void language sql as
$$ update public.tasks set status = 'approved', decided_at = now() where id = p_task and status = 'pending' $$;
alter table public.tasks enable row level security;
create policy tasks_members on public.tasks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Everybody changes their own
create table public.own_rules (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.own_rules enable row level security;
create policy own_rules_own on public.own_rules to authenticated using (user_id = (select auth.uid()));
-- Read by members, written by the backend
create table public.fixed_rules (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.fixed_rules enable row level security;
create policy fixed_rules_read on public.fixed_rules for select to authenticated
  using (firm_id in (select public.my_firms()));
-- Who had what, from when until when: former rows stay
create table public.loans (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  thing_id uuid not null,
  enabled boolean not null default true,
  options jsonb not null default '{}',
  given_back timestamptz
);
create unique index on public.loans (thing_id) where given_back is null;
alter table public.loans enable row level security;
create policy loans_members on public.loans to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Its own user, and a service that says so, change it
create table public.keepers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.keepers enable row level security;
create policy keepers_own on public.keepers to authenticated using (user_id = (select auth.uid()));
create policy keepers_service on public.keepers using ((select auth.role()) = 'service_role');
create table public.errands (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  own_rule_id uuid not null references public.own_rules (id) on delete cascade,
  fixed_rule_id uuid not null references public.fixed_rules (id) on delete cascade,
  loan_id uuid not null references public.loans (id) on delete cascade,
  keeper_id uuid not null references public.keepers (id) on delete cascade,
  phase text not null default 'queued' check (phase in ('queued', 'done', 'failed')),
  ended timestamptz
);
-- Nothing is carried out by it
create table public.tastes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.tastes enable row level security;
create policy tastes_members on public.tastes to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

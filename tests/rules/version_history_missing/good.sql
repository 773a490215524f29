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
  options jsonb not null default '{}'
);
alter table public.rules enable row level security;
create policy rules_members on public.rules to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.rules_before (
  id bigint generated always as identity primary key,
  former jsonb not null,
  made timestamptz not null default now()
);
alter table public.rules_before enable row level security;
create function public.keep_rule() returns trigger language plpgsql as
$$ begin insert into public.rules_before (former) values (to_jsonb(old)); return new; end $$;
create trigger rules_keep after update or delete on public.rules
  for each row execute function public.keep_rule();
create table public.plans (
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null,
  version integer not null,
  enabled boolean not null default true,
  options jsonb not null default '{}',
  primary key (firm_id, name, version)
);
alter table public.plans enable row level security;
create policy plans_members on public.plans to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
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
create table public.runs (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  rule_id uuid not null references public.rules (id) on delete cascade,
  phase text not null default 'queued' check (phase in ('queued', 'done', 'failed')),
  ended timestamptz
);
create table public.errands (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  plan_name text not null,
  plan_edition integer not null,
  loan_id uuid not null references public.loans (id) on delete cascade,
  keeper_id uuid not null references public.keepers (id) on delete cascade,
  phase text not null default 'queued' check (phase in ('queued', 'done', 'failed')),
  ended timestamptz,
  foreign key (firm_id, plan_name, plan_edition) references public.plans (firm_id, name, version) on delete cascade
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

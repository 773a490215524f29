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

create table public.signals (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  what jsonb not null default '{}',
  handled boolean not null default false,
  made timestamptz not null default now()
);
create index on public.signals (firm_id, made) where not handled;
alter table public.signals enable row level security;
create policy signals_members on public.signals for select to authenticated
  using (firm_id in (select public.my_firms()));
create table public.visits_made (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
alter table public.visits_made enable row level security;

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

-- A branch is there, and does not run, though work hangs on it and on what belongs to it.
create table public.branches (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null,
  open boolean not null default true
);
alter table public.branches enable row level security;
create policy branches_members on public.branches to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- What is held on a day, and a row that goes its way.
create table public.lessons (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  branch_id uuid not null references public.branches (id) on delete cascade,
  held_on date not null,
  enabled boolean not null default true,
  form jsonb not null default '[]'
);
alter table public.lessons enable row level security;
create policy lessons_members on public.lessons to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.offers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  branch_id uuid not null references public.branches (id) on delete cascade,
  stage text not null default 'drafted' check (stage in ('drafted', 'out', 'taken')),
  enabled boolean not null default true,
  form jsonb not null default '[]'
);
alter table public.offers enable row level security;
create policy offers_members on public.offers to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- A list of what is kept secret, and what came from elsewhere, are no settings.
create table public.houses (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  branch_id uuid not null references public.branches (id) on delete cascade,
  enabled boolean not null default true,
  hidden jsonb not null default '[]',
  answer jsonb
);
alter table public.houses enable row level security;
create policy houses_members on public.houses to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.visits (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  branch_id uuid not null references public.branches (id) on delete cascade,
  phase text not null default 'queued' check (phase in ('queued', 'done', 'failed')),
  ended timestamptz
);

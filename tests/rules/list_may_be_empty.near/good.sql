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
create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  names text[] not null,
  -- Worked out from what is there
  initials text[] not null generated always as (array[left(names[1], 1)]) stored,
  check (cardinality(names) > 0)
);
alter table public.hooks enable row level security;
create policy hooks_members on public.hooks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- A part of a table says what its whole does.
create table public.days (
  firm_id uuid not null references public.firms (id) on delete cascade,
  day date not null,
  hours integer[] not null check (cardinality(hours) > 0),
  primary key (firm_id, day)
) partition by range (day);
create table public.days_old partition of public.days for values from (minvalue) to ('2020-01-01');
alter table public.days enable row level security;
create policy days_members on public.days to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.days_old enable row level security;
create policy days_members on public.days_old to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

create table public.firms (
  id uuid primary key default gen_random_uuid(),
  founded date not null default current_date
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
create domain public.words as text[] check (cardinality(value) > 0);
create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  events text[] not null check (cardinality(events) > 0),
  days integer[] not null check (array_length(days, 1) is not null),
  words public.words not null,
  -- A row starts without any
  tags text[] not null default '{}',
  -- Not required
  notes text[],
  -- At most so many, and none is fine
  images text[] not null check (array_length(images, 1) <= 16)
);
alter table public.hooks enable row level security;
create policy hooks_members on public.hooks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Written by the backend
create table public.plans (id uuid primary key default gen_random_uuid(), parts text[] not null);
alter table public.plans enable row level security;

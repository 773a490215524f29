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

-- The sessions and devices of one user.
create table public.logins (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  session_token text,
  unique (firm_id, user_id, session_token)
);
alter table public.logins enable row level security;
create policy logins_members on public.logins to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.devices (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  device_token text not null,
  unique (user_id, device_token)
);
alter table public.devices enable row level security;
create policy devices_members on public.devices to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- It ends by itself.
create table public.doors (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  entry_token text unique,
  entry_expires_at timestamptz
);
alter table public.doors enable row level security;
create policy doors_members on public.doors to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Links, and what ends unless somebody says otherwise.
create table public.visits (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  token text unique,
  expires_at timestamptz
);
alter table public.visits enable row level security;
create policy visits_members on public.visits to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.passes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  secret_token text not null,
  expires_at timestamptz default now() + interval '1 day'
);
alter table public.passes enable row level security;
create policy passes_members on public.passes to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

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
create table public.keys (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  key_hash text not null,
  archived boolean not null default false
);
create table public.doors (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  door_secret text not null,
  deleted_at timestamptz
);
-- Each row ends by itself, and what it holds is to go with it
create table public.enrolments (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  signing_secret text not null,
  expires_at timestamptz not null
);
-- Switched off, and no secret
create table public.rules (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  live boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.keys enable row level security;
create policy keys_members on public.keys to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.doors enable row level security;
create policy doors_members on public.doors to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.enrolments enable row level security;
create policy enrolments_members on public.enrolments to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.rules enable row level security;
create policy rules_members on public.rules to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Of a person, and a key to nothing
create table public.guests (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  iban text
);
alter table public.guests enable row level security;
create policy guests_members on public.guests to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

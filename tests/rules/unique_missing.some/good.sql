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

-- Told apart while they are on
create table public.sauces (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.sauces enable row level security;
create policy sauces_members on public.sauces to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create unique index on public.sauces (firm_id, name) where enabled;
-- Named for whom they are about
create table public.cards (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  first_name text not null,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.cards enable row level security;
create policy cards_members on public.cards to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- In order under a menu or a dish
create table public.menus (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null unique,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.menus enable row level security;
create policy menus_members on public.menus to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  menu_id uuid references public.menus (id),
  rank integer not null,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.notes enable row level security;
create policy notes_members on public.notes to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Known by its secret
create table public.bells (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null,
  key_hash text not null,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.bells enable row level security;
create policy bells_members on public.bells to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

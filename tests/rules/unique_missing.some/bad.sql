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

-- Nobody put them in order yet
create table public.menus (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  rank integer not null default 0,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.menus enable row level security;
create policy menus_members on public.menus to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.plates (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  plate_code text not null,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.plates enable row level security;
create policy plates_members on public.plates to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

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

create table public.cities (id uuid primary key default gen_random_uuid(), name text not null);
alter table public.cities enable row level security;
create policy cities_all on public.cities to authenticated using ((select auth.role()) = 'authenticated');
-- Entered by the service alone: it stays small
create table public.campaigns (
  id uuid primary key default gen_random_uuid(),
  city_id uuid references public.cities (id)
);
alter table public.campaigns enable row level security;
create policy campaigns_service on public.campaigns using ((select auth.role()) = 'service_role');
create policy campaigns_read on public.campaigns for select to authenticated using (true);

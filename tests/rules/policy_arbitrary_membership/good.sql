create table public.firms (
  id uuid primary key default gen_random_uuid(),
  created_by uuid references auth.users (id) on delete set null
);
-- One row for each user and firm
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  invited_by uuid references auth.users (id) on delete set null,
  joined_at timestamptz not null default now(),
  works_here boolean not null default true,
  primary key (firm_id, user_id)
);
create unique index on public.staff (user_id) where works_here;
alter table public.staff enable row level security;
create policy staff_own on public.staff to authenticated using (user_id = (select auth.uid()));
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.orders enable row level security;
-- All firms of the user
create policy orders_read on public.orders for select to authenticated
  using (firm_id in (select s.firm_id from public.staff s where s.user_id = (select auth.uid())));
-- The first, and it is always the same
create policy orders_add on public.orders for insert to authenticated with check (firm_id in (
  select s.firm_id from public.staff s where s.user_id = (select auth.uid()) order by s.joined_at, s.firm_id limit 1));
-- A key says that there is one
create policy orders_change on public.orders for update to authenticated using (firm_id in (
  select s.firm_id from public.staff s where s.user_id = (select auth.uid()) and s.works_here = true limit 1));
create function public.my_firm() returns uuid language sql stable security definer set search_path = '' as
$$ select s.firm_id from public.staff s where s.user_id = (select auth.uid()) and s.works_here $$;
create table public.bills (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.bills enable row level security;
create policy bills_read on public.bills for select to authenticated using (firm_id = (select public.my_firm()));
-- Who founded a firm owns it
create policy bills_add on public.bills for insert to authenticated with check (firm_id in (
  select f.id from public.firms f where f.created_by = (select auth.uid())));
-- Who made a row is its one member: a key says so
create table public.desks (
  firm_id uuid not null references public.firms (id) on delete cascade,
  created_by uuid not null references auth.users (id) on delete cascade,
  unique (created_by, firm_id)
);
alter table public.desks enable row level security;
create policy desks_own on public.desks to authenticated using (created_by = (select auth.uid()));
create table public.lamps (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.lamps enable row level security;
create policy lamps_read on public.lamps for select to authenticated using (firm_id in (
  select d.firm_id from public.desks d where d.created_by = (select auth.uid())));

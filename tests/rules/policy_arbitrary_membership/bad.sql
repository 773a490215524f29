create table public.firms (
  id uuid primary key default gen_random_uuid(),
  owner uuid references auth.users (id) on delete set null
);
-- Customers of a firm, each entered by a user
create table public.customers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  created_by uuid not null references auth.users (id) on delete cascade
);
alter table public.customers enable row level security;
create policy customers_own on public.customers to authenticated using (created_by = (select auth.uid()));
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.orders enable row level security;
create policy orders_read on public.orders for select to authenticated
  using (firm_id in (select c.firm_id from public.customers c where c.created_by = (select auth.uid()) limit 1));
create policy orders_add on public.orders for insert to authenticated
  with check (firm_id in (select c.firm_id from public.customers c where c.created_by = (select auth.uid()) limit 1));
create table public.bills (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.bills enable row level security;
create policy bills_read on public.bills for select to authenticated using (exists (
  select 1 from public.customers c where c.firm_id = bills.firm_id and c.created_by = (select auth.uid())));
-- A key of some rows says nothing of the others
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  works_here boolean not null default true,
  primary key (firm_id, user_id)
);
create unique index on public.staff (user_id) where works_here;
alter table public.staff enable row level security;
create policy staff_own on public.staff to authenticated using (user_id = (select auth.uid()));
create table public.shelves (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.shelves enable row level security;
create policy shelves_read on public.shelves for select to authenticated using (firm_id in (
  select s.firm_id from public.staff s where s.user_id = (select auth.uid()) limit 1));

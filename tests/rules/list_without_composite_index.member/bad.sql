create table public.firms (id uuid primary key default gen_random_uuid());
create table public.staff (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade
);
create index staff_firm on public.staff (firm_id);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
create index orders_firm on public.orders (firm_id);
alter table public.orders enable row level security;
create policy orders_staff on public.orders to authenticated using (exists (
  select 1 from public.staff s where s.firm_id = orders.firm_id and s.user_id = (select auth.uid())
));

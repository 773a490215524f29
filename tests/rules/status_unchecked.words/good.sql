create table public.firms (
  id uuid primary key default gen_random_uuid(),
  state text not null default 'trial' check (state in ('trial', 'active', 'suspended')), -- trial, active, suspended
  -- Words of another column.
  town text default 'Ulm', -- north, south
  street text -- long, short
);
create table public.people (
  id uuid primary key references auth.users (id) on delete cascade,
  name text not null
);
create table public.orders (id uuid primary key default gen_random_uuid());
alter table public.orders enable row level security;
create policy orders_read on public.orders for select to authenticated
  using ((select name from public.people where id = (select auth.uid())) = 'somebody known');
create table public.houses (
  id uuid primary key default gen_random_uuid(),
  broker text -- Listing broker/agency name
);

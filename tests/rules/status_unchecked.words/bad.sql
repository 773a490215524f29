create table public.people (
  id uuid primary key references auth.users (id) on delete cascade,
  -- Policies know the words, though behind a sub-select.
  role text not null default 'Cook'
);
create table public.firms (
  id uuid primary key default gen_random_uuid(),
  state text not null default 'trial', -- trial, active, suspended
  cycle text default 'monthly'  -- monthly | yearly
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  stage text not null default 'open' -- what the kitchen says
);
alter table public.orders enable row level security;
create policy orders_read on public.orders for select to authenticated
  using ((select role from public.people where id = (select auth.uid())) in ('Head Cook', 'Manager'));
revoke all on public.people, public.firms from anon, authenticated;

create table public.firms (id serial primary key, name text not null);
create table public.staff (
  firm_id integer not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create table public.orders (
  id integer generated always as identity primary key,
  -- Filled in where nobody gives one
  name text not null default '',
  firm_id integer not null references public.firms (id) on delete cascade
);
create table public.steps (
  id serial primary key,
  order_id integer not null references public.orders (id) on delete cascade
);
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select firm_id from public.staff where user_id = (select auth.uid())));
alter table public.steps enable row level security;

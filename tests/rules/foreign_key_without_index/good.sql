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

create table public.countries (code text primary key);
alter table public.countries enable row level security;
create policy countries_read on public.countries for select using (true);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  made_by uuid references auth.users (id) on delete set null,
  country text references public.countries (code),
  unique (firm_id, id)
);
create index on public.orders (made_by) where made_by is not null;
create table public.items (
  firm_id uuid not null,
  order_id uuid not null,
  place integer not null,
  primary key (order_id, place),
  foreign key (firm_id, order_id) references public.orders (firm_id, id) on delete cascade
);
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.items enable row level security;
create policy items_members on public.items to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

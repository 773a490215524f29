create table public.firms (
  id uuid primary key default gen_random_uuid(),
  founded date not null default current_date
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
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  paid boolean not null default false,
  state text not null default 'new' check (state in ('new', 'old', 'lost')),
  made_at timestamptz not null default now()
);
create index orders_firm on public.orders (firm_id);
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create index orders_newest on public.orders (firm_id, made_at desc);
create function public.newest(p_firm uuid) returns setof public.orders language plpgsql stable as $$
declare
  wanted uuid := p_firm;
begin
  return query select o.* from public.orders o where o.firm_id = wanted order by o.made_at desc limit 20;
end $$;

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
create index orders_firm_made on public.orders (firm_id, made_at);
create function public.open_orders(p_firm uuid) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.firm_id = p_firm and o.paid = false order by o.made_at $$;
-- Somebody lists the others too
create function public.all_orders(p_firm uuid) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.firm_id = p_firm order by o.made_at $$;
-- The only one that finds the rows of a firm
create table public.bills (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  paid boolean not null default false,
  made_at timestamptz not null default now()
);
create index bills_firm on public.bills (firm_id, made_at);
create function public.open_bills(p_firm uuid) returns setof public.bills language sql stable as
$$ select b.* from public.bills b where b.firm_id = p_firm and b.paid = false order by b.made_at $$;
-- Not what a row is as it is made
create function public.paid_bills(p_code text) returns setof public.bills language sql stable as
$$ select b.* from public.bills b where b.made_at::text = p_code and b.paid = true $$;
-- In order of time, whatever is asked for
create index bills_made on public.bills (made_at);
create view public.unpaid_bills with (security_invoker = true) as
  select b.id from public.bills b where b.paid = false order by b.made_at;
-- Partial already
create index orders_live on public.orders (state, made_at) where paid = false;
create function public.in_state(p_state text) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.state = p_state and o.paid = false order by o.made_at $$;
alter table public.bills enable row level security;
create policy bills_members on public.bills to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

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
create table public.visits_log (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  gate text not null,
  created_at timestamptz not null default now()
);
create index visits_firm on public.visits_log (firm_id);
create index visits_gate on public.visits_log (gate, created_at);
create function public.last_visits(p_gate text) returns setof public.visits_log language sql stable as
$$ select v.* from public.visits_log v where v.gate = p_gate order by v.created_at desc limit 50 $$;
-- A telling column finds the rows, whosever they are
create function public.visits_of(p_firm uuid, p_gate text) returns setof public.visits_log language sql stable as
$$ select v.* from public.visits_log v where v.firm_id = p_firm and v.gate = p_gate order by v.created_at limit 50 $$;
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  maker uuid references auth.users (id) on delete set null,
  made_at timestamptz not null default now()
);
create index orders_firm on public.orders (firm_id);
create index orders_maker on public.orders (maker);
-- All of them, so that they are read anyway
create function public.all_orders(p_firm uuid) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.firm_id = p_firm order by o.made_at $$;
-- A user's few
create function public.made_by(p_user uuid) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.maker = p_user order by o.made_at limit 50 $$;
-- The last one
create function public.last_order(p_firm uuid) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.firm_id = p_firm order by o.made_at desc limit 1 $$;
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.visits_log enable row level security;
create policy visits_read on public.visits_log for select to authenticated using (firm_id in (select public.my_firms()));

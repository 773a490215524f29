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
create index visits_made on public.visits_log (created_at);
create function public.last_visits(p_gate text) returns setof public.visits_log language sql stable as
$$ select v.* from public.visits_log v where v.gate = p_gate order by v.created_at desc limit 50 $$;
-- A page of all that the firm has
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  made_at timestamptz not null default now()
);
create index orders_firm on public.orders (firm_id, id);
create function public.newest(p_firm uuid) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.firm_id = p_firm order by o.made_at desc limit 50 $$;
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.visits_log enable row level security;
create policy visits_read on public.visits_log for select to authenticated using (firm_id in (select public.my_firms()));
-- Two directions, and the index has one
create table public.calls_log (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  line text not null,
  rank integer not null,
  created_at timestamptz not null default now()
);
create index calls_firm on public.calls_log (firm_id);
create index calls_line on public.calls_log (line, rank, created_at);
create function public.calls(p_line text) returns setof public.calls_log language sql stable as
$$ select c.* from public.calls_log c where c.line = p_line order by c.rank, c.created_at desc limit 50 $$;
alter table public.calls_log enable row level security;
create policy calls_read on public.calls_log for select to authenticated using (firm_id in (select public.my_firms()));

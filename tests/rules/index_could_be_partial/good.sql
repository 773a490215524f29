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
-- A day is no value of the column: the index does not find it
create function public.bills_of(p_day date) returns setof public.bills language sql stable as
$$ select b.* from public.bills b where b.made_at::date = p_day and b.paid = false $$;
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
-- The only one of all rows that leads with the firm: the other leaves some out
create table public.carts (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  code text not null,
  paid boolean not null default false,
  made_at timestamptz not null default now()
);
create index carts_firm on public.carts (firm_id, made_at);
create index carts_paid on public.carts (firm_id, id) where paid;
create function public.open_carts(p_firm uuid) returns setof public.carts language sql stable as
$$ select c.* from public.carts c where c.firm_id = p_firm and c.paid = false order by c.made_at $$;
alter table public.carts enable row level security;
create policy carts_members on public.carts to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Not what a row is as it is made
create index carts_settled on public.carts (code, id);
create function public.settled(p_code text) returns setof public.carts language sql stable as
$$ select c.* from public.carts c where c.code = p_code and c.paid = true order by c.id $$;
-- Deletes of an order look for all of its rows
create table public.lines (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  order_id uuid not null references public.orders (id) on delete cascade,
  sent boolean not null default false,
  made_at timestamptz not null default now()
);
create index lines_firm on public.lines (firm_id);
create index lines_order on public.lines (order_id, made_at);
create function public.open_lines(p_order uuid) returns setof public.lines language sql stable as
$$ select l.* from public.lines l where l.order_id = p_order and l.sent = false order by l.made_at $$;
alter table public.lines enable row level security;
create policy lines_members on public.lines to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Made for somebody else too, who sorts: this reader does not
create table public.trips (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  code text not null,
  done boolean not null default false,
  made_at timestamptz not null default now()
);
create index trips_firm on public.trips (firm_id);
create index trips_code on public.trips (code, made_at);
create function public.open_trips(p_code text) returns setof public.trips language sql stable as
$$ select t.* from public.trips t where t.code = p_code and t.done = false $$;
alter table public.trips enable row level security;
create policy trips_members on public.trips to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- It tells the two apart itself
create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  code text not null,
  done boolean not null default false,
  made_at timestamptz not null default now()
);
create index tasks_firm on public.tasks (firm_id);
create index tasks_code on public.tasks (code, done, made_at);
create function public.open_tasks(p_code text) returns setof public.tasks language sql stable as
$$ select t.* from public.tasks t where t.code = p_code and t.done = false order by t.made_at $$;
alter table public.tasks enable row level security;
create policy tasks_members on public.tasks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Needless as a whole: the next one begins with it
create table public.loads (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  code text not null,
  done boolean not null default false,
  made_at timestamptz not null default now()
);
create index loads_firm on public.loads (firm_id);
create index loads_code on public.loads (code);
create index loads_code_made on public.loads (code, made_at);
create function public.open_loads(p_code text) returns setof public.loads language sql stable as
$$ select l.* from public.loads l where l.code = p_code and l.done = false $$;
alter table public.loads enable row level security;
create policy loads_members on public.loads to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- The only one that finds the rows of a key of two columns
create table public.vans (
  id uuid not null,
  firm_id uuid not null references public.firms (id) on delete cascade,
  made_at timestamptz not null default now(),
  primary key (firm_id, id)
);
alter table public.vans enable row level security;
create policy vans_members on public.vans to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.runs (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  van_id uuid not null,
  done boolean not null default false,
  made_at timestamptz not null default now(),
  foreign key (firm_id, van_id) references public.vans (firm_id, id) on delete cascade
);
create index runs_firm on public.runs (firm_id, made_at);
create index runs_van on public.runs (firm_id, van_id);
create function public.open_runs(p_firm uuid, p_van uuid) returns setof public.runs language sql stable as
$$ select r.* from public.runs r where r.firm_id = p_firm and r.van_id = p_van and r.done = false $$;
alter table public.runs enable row level security;
create policy runs_members on public.runs to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Another word tells them apart
create table public.drafts (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  code text not null,
  stage text not null default 'raw',
  used_at timestamptz,
  made_at timestamptz not null default now()
);
create index drafts_firm on public.drafts (firm_id);
create index drafts_code on public.drafts (code, stage);
create function public.ripe_drafts(p_code text) returns setof public.drafts language sql stable as
$$ select d.* from public.drafts d where d.code = p_code and d.stage = 'ripe' and d.used_at is null $$;
alter table public.drafts enable row level security;
create policy drafts_members on public.drafts to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

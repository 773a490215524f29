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
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  code text,
  made_at timestamptz not null default now()
);
create index orders_firm on public.orders (firm_id);
-- What equals something is not NULL: it is in there
create index orders_code on public.orders (code) where code is not null;
create function public.coded(p_firm uuid, p_code text) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.firm_id = p_firm and o.code = p_code $$;
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- What lacks is the index of the foreign key, and that is said there
create table public.lines (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  order_id uuid not null references public.orders (id) on delete cascade,
  made_at timestamptz not null default now()
);
create index lines_firm on public.lines (firm_id);
create function public.lines_of(p_firm uuid, p_order uuid) returns setof public.lines language sql stable as
$$ select l.* from public.lines l where l.firm_id = p_firm and l.order_id = p_order $$;
alter table public.lines enable row level security;
create policy lines_members on public.lines to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

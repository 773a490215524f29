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
  code text not null,
  batch text,
  made_at timestamptz not null default now()
);
create index orders_firm on public.orders (firm_id);
create index orders_code on public.orders (code) where batch is not null;
create function public.coded(p_firm uuid, p_code text) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.firm_id = p_firm and o.code = p_code $$;
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- No index leads to the firm either
create table public.bills (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  code text not null,
  made_at timestamptz not null default now()
);
create function public.billed(p_firm uuid, p_code text) returns setof public.bills language sql stable as
$$ select b.* from public.bills b where b.firm_id = p_firm and b.code = p_code $$;
alter table public.bills enable row level security;
create policy bills_members on public.bills to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

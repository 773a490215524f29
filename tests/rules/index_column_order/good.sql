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
-- The rows in order: a btree is read both ways
create index orders_unpaid on public.orders (firm_id, paid, made_at);
create function public.unpaid(p_firm uuid) returns setof public.orders language sql stable as
$$ select o.* from public.orders o where o.firm_id = p_firm and not o.paid order by o.made_at desc limit 20 $$;
-- Nothing is sorted
create index orders_state on public.orders (firm_id, state);
create function public.lost(p_firm uuid) returns bigint language sql stable as
$$ select count(*) from public.orders o where o.firm_id = p_firm and o.state = 'lost' $$;
-- One row
create table public.seals (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  valid boolean not null default true,
  made_at timestamptz not null default now()
);
create unique index seals_valid on public.seals (firm_id, valid) where valid;
create function public.seal(p_firm uuid) returns setof public.seals language sql stable as
$$ select s.* from public.seals s where s.firm_id = p_firm and s.valid order by s.made_at limit 1 $$;
-- Made for something else: what a part is of
create table public.parts (
  id uuid primary key default gen_random_uuid(),
  owner_kind text not null check (owner_kind in ('order', 'seal')),
  owner_id uuid not null,
  made_at timestamptz not null default now()
);
create index parts_owner on public.parts (owner_kind, owner_id);
create function public.parts_of(p_order uuid) returns setof public.parts language sql stable as
$$ select p.* from public.parts p where p.owner_kind = 'order' and p.owner_id = p_order order by p.made_at $$;
alter table public.seals enable row level security;
create policy seals_members on public.seals to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

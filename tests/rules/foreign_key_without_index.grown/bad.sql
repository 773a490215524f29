create table public.firms (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null default 'clerk' check (role in ('clerk', 'admin')),
  primary key (firm_id, user_id)
);
create index on public.staff (user_id);
create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;
create function public.leads() returns boolean
language sql stable security definer set search_path = '' as
$$ select exists (
  select 1 from public.staff where user_id = (select auth.uid()) and role = 'admin'
) $$;
alter table public.firms enable row level security;
create policy firms_admins on public.firms to authenticated
  using (id in (select public.my_firms()) and public.leads()) with check (id in (select public.my_firms()) and public.leads());

-- High: each query of a member asks for it, and rows come every day
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  -- Medium: clients delete orders
  replaces uuid references public.orders (id) on delete set null,
  -- Low: who did it
  packed_by uuid references auth.users (id) on delete set null,
  made timestamptz not null default now()
);
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Low: an index holds those in use, and no policy filters by it
create table public.lines (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  order_id uuid not null references public.orders (id) on delete cascade,
  gone timestamptz,
  made timestamptz not null default now()
);
create index lines_firm on public.lines (firm_id);
create index lines_order on public.lines (order_id) where gone is null;
alter table public.lines enable row level security;
create policy lines_members on public.lines to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Low: admins enter each row
create table public.rebates (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  order_id uuid references public.orders (id) on delete cascade,
  percent integer not null check (percent between 1 and 90)
);
create index rebates_firm on public.rebates (firm_id);
alter table public.rebates enable row level security;
create policy rebates_admins on public.rebates to authenticated
  using (firm_id in (select public.my_firms()) and public.leads()) with check (firm_id in (select public.my_firms()) and public.leads());
-- Medium: a function adds them as well
create table public.points (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  order_id uuid references public.orders (id) on delete cascade,
  amount integer not null check (amount > 0)
);
create index points_firm on public.points (firm_id);
alter table public.points enable row level security;
create policy points_admins on public.points to authenticated
  using (firm_id in (select public.my_firms()) and public.leads()) with check (firm_id in (select public.my_firms()) and public.leads());
create function public.give_points() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.points (firm_id, order_id, amount) values (new.firm_id, new.id, 1);
  return new;
end $$;
create trigger orders_points after insert on public.orders for each row execute function public.give_points();
-- Medium: a number within an order tells little, so that an index on it alone finds too much
create table public.steps (
  order_id uuid not null references public.orders (id) on delete cascade,
  number integer not null,
  primary key (order_id, number)
);
alter table public.steps enable row level security;
create policy steps_members on public.steps to authenticated
  using (order_id in (select id from public.orders)) with check (order_id in (select id from public.orders));
create table public.photos (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null,
  step integer not null,
  foreign key (order_id, step) references public.steps (order_id, number) on delete cascade
);
create index photos_step on public.photos (step);
alter table public.photos enable row level security;
create policy photos_members on public.photos to authenticated
  using (order_id in (select id from public.orders)) with check (order_id in (select id from public.orders));

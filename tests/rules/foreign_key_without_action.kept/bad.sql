create table public.firms (id uuid primary key default gen_random_uuid(), name text not null);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Something asks for rows without a firm: they stay
create table public.alarms (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid references public.firms (id),
  words text
);
alter table public.alarms enable row level security;
create policy alarms_members on public.alarms for select to authenticated
  using (firm_id in (select public.my_firms()) or (firm_id is null and auth.role() = 'service_role'));
-- A log
create table public.door_log (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id),
  at timestamptz not null default now()
);
alter table public.door_log enable row level security;
create policy door_log_members on public.door_log for select to authenticated
  using (firm_id in (select public.my_firms()));
-- What somebody outside has earned
create table public.partners (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade
);
alter table public.partners enable row level security;
create policy partners_own on public.partners for select to authenticated using (user_id = (select auth.uid()));
create table public.earnings (
  id uuid primary key default gen_random_uuid(),
  partner_id uuid not null references public.partners (id) on delete cascade,
  firm_id uuid not null references public.firms (id),
  amount numeric(12, 2) not null
);
alter table public.earnings enable row level security;
create policy earnings_read on public.earnings for select to authenticated
  using (partner_id in (select id from public.partners where user_id = (select auth.uid())));
-- The firm that is shown need not be the row's own
create table public.screens (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null,
  shown_id uuid references public.firms (id)
);
alter table public.screens enable row level security;
create policy screens_members on public.screens to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Books
create table public.bills (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id),
  amount_due numeric(12, 2) not null
);
alter table public.bills enable row level security;
create policy bills_members on public.bills to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- A user's own, who can go to another firm
create table public.people (
  id uuid primary key references auth.users (id) on delete cascade,
  firm_id uuid references public.firms (id)
);
alter table public.people enable row level security;
create policy people_members on public.people to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Told in passing of the firm that it is of: nobody knows what becomes of it
create table public.ideas (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid references public.firms (id)
);
alter table public.ideas enable row level security;
create policy ideas_members on public.ideas to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

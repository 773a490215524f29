create table public.firms (id uuid primary key default gen_random_uuid());
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create function public.my_firm() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  found_firm uuid;
begin
  select s.firm_id into found_firm from public.staff s where s.user_id = auth.uid() limit 1;
  return found_firm;
end $$;
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.orders enable row level security;
create policy orders_all on public.orders to authenticated using (firm_id = (select public.my_firm()));
create table public.bills (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.bills enable row level security;
create policy bills_all on public.bills to authenticated using (firm_id = (select public.my_firm()));
-- One value of several, without a LIMIT: the first row
create function public.first_firm() returns uuid language sql stable security definer set search_path = '' as
$$ select s.firm_id from public.staff s where s.user_id = auth.uid() $$;
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade
);
alter table public.notes enable row level security;
create policy notes_all on public.notes to authenticated using (firm_id = (select public.first_firm()));

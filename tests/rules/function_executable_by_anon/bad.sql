create table public.firms (id uuid primary key default gen_random_uuid(), name text not null);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  state text not null default 'open'
);
alter table public.firms enable row level security;
alter table public.staff enable row level security;
alter table public.orders enable row level security;
create policy orders_members on public.orders to authenticated
  using (firm_id in (select firm_id from public.staff where user_id = (select auth.uid())));

create function public.close_old_orders() returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.orders set state = 'closed' where state = 'open';
end $$;

create function public.list_orders(wanted uuid) returns setof public.orders
language sql stable security definer set search_path = '' as
$$ select * from public.orders where id = wanted $$;
grant execute on function public.list_orders(uuid) to authenticated;

create function public.count_orders() returns bigint
language sql stable security definer set search_path = '' as
$$ select count(*) from public.orders $$;

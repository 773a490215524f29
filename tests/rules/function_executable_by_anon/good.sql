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

create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;
create function public.firms_of(who uuid) returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = who $$;
create policy orders_members on public.orders
  using (firm_id in (select public.firms_of((select auth.uid()))));

create function public.close_order(which uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  update public.orders set state = 'closed' where id = which and firm_id in (select public.my_firms());
end $$;

create function public.join_firm(firm uuid) returns void
language sql security definer set search_path = '' as
$$ insert into public.staff (firm_id, user_id) values (firm, auth.uid()) $$;

create function public.close_old_orders() returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.orders set state = 'closed' where state = 'open';
end $$;
revoke execute on function public.close_old_orders() from public, anon;

create function public.stamp() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.firms set name = name where id = new.firm_id;
  return new;
end $$;
create trigger stamped after update on public.orders for each row execute function public.stamp();

create function public.list_open(wanted text) returns setof public.orders
language sql stable set search_path = '' as
$$ select * from public.orders where state = wanted $$;

-- Of who is not signed in the comparison is NULL, and nothing is raised: function-trusts-tenant-argument says so.
create function public.leave_firm(who uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if who <> auth.uid() then
    raise exception 'not you';
  end if;
  delete from public.staff where user_id = who;
end $$;
create function public.leave_firms(who uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.staff where user_id = who;
  if who is distinct from auth.uid() then
    raise exception 'not you';
  end if;
end $$;

create table public.orders (id uuid primary key default gen_random_uuid(), total numeric not null);
create table public.order_log (
  id bigint generated always as identity primary key,
  order_id uuid not null,
  at timestamptz not null default now()
);
alter table public.orders enable row level security;
alter table public.order_log enable row level security;
create function public.keep_order() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.order_log (order_id) values (new.id);
  return new;
end $$;
create trigger kept after insert or update on public.orders for each row execute function public.keep_order();

-- The log was there without a handler, and kept people from their orders: it was added on purpose.
create or replace function public.keep_order() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.order_log (order_id) values (new.id);
  return new;
exception when others then
  raise warning 'order not logged: %', sqlerrm;
  return new;
end $$;

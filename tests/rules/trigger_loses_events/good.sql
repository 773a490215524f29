create table public.orders (id uuid primary key default gen_random_uuid(), total numeric not null);
create table public.order_log (
  id bigint generated always as identity primary key,
  order_id uuid not null unique,
  at timestamptz not null default now()
);
create table public.lost_orders (row jsonb, reason text);
alter table public.orders enable row level security;
alter table public.order_log enable row level security;
alter table public.lost_orders enable row level security;

create function public.keep_order() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.order_log (order_id) values (new.id);
  return new;
exception when others then
  insert into public.lost_orders (row, reason) values (to_jsonb(new), sqlerrm);
  return new;
end $$;
create trigger kept after insert on public.orders for each row execute function public.keep_order();

create function public.keep_once() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.order_log (order_id) values (new.id);
  return new;
exception when unique_violation then
  return new;
end $$;
create trigger kept_once after update on public.orders for each row execute function public.keep_once();

create function public.note(words text) returns void
language sql set search_path = '' as $$ insert into public.lost_orders (reason) values (words) $$;
create function public.keep_or_note() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  begin
    delete from public.order_log where order_id = old.id;
  exception when others then
    perform public.note(sqlerrm);
  end;
  return old;
end $$;
create trigger kept_out after delete on public.orders for each row execute function public.keep_or_note();

create function public.not_in_use() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.order_log (order_id) values (new.id);
  return new;
exception when others then
  return new;
end $$;

-- What it writes is built when it runs: it is neither called lost nor kept.
create function public.keep_built() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  execute format('insert into public.%I (order_id) values ($1)', tg_argv[0]) using new.id;
  return new;
exception when others then
  return new;
end $$;
create trigger kept_built after insert on public.orders for each row execute function public.keep_built('order_log');

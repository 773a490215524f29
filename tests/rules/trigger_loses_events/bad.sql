create table public.orders (id uuid primary key default gen_random_uuid(), total numeric not null);
create table public.order_log (
  id bigint generated always as identity primary key,
  order_id uuid not null,
  at timestamptz not null default now()
);
alter table public.orders enable row level security;
alter table public.order_log enable row level security;
-- Info: the log says what went wrong, and that the write goes first is a choice.
create function public.keep_order() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.order_log (order_id) values (new.id);
  return new;
exception when others then
  raise warning 'order not logged: %', sqlerrm;
  return new;
end $$;
create trigger kept after insert or update on public.orders for each row execute function public.keep_order();

create function public.keep_nothing() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  begin
    delete from public.order_log where order_id = old.id;
  exception when others then
    null;
  end;
  return old;
end $$;
create trigger cleared after delete on public.orders for each row execute function public.keep_nothing();

-- Low: a notice comes to no log.
create table public.refunds (id uuid primary key default gen_random_uuid(), total numeric not null);
alter table public.refunds enable row level security;
create function public.note_refund() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.order_log (order_id) values (new.id);
  return new;
exception when others then
  raise notice 'refund not logged: %', sqlerrm;
  return new;
end $$;
create trigger noted after insert on public.refunds for each row execute function public.note_refund();

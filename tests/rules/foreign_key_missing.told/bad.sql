create table public.visitors (id uuid primary key default gen_random_uuid(), name text not null);
create table public.bells (id text primary key, url text not null);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  visitor_id uuid references public.visitors (id) on delete cascade
);
create table public.refunds (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id) on delete cascade,
  -- Of another name than what it could be copied from
  lead_visitor_id uuid not null
);
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  order_id uuid references public.orders (id) on delete cascade,
  -- The order need not be there
  visitor_id uuid
);
create table public.door_bells (
  id text primary key,
  -- No secret: of the two this is one
  bell_id text not null
);
-- Refused, which is told as such
create table public.parcels (id uuid primary key default gen_random_uuid(), order_id uuid);
alter table public.parcels add constraint parcels_order foreign key (order_id) references public.orders_old (id);
-- Other references are called so too
create table public.halls (id text primary key);
create table public.seats (id uuid primary key default gen_random_uuid(), hall_id text references public.halls (id));
create table public.doors (id uuid primary key default gen_random_uuid(), hall_id text);
-- The home of its key
create table public.baskets (basket_id text primary key, total numeric);
create table public.order_lines (id uuid primary key default gen_random_uuid(), held text not null);
create function public.total(p_line uuid) returns numeric language sql stable as
$$ select s.total from public.order_lines l join public.baskets s on s.basket_id = l.held where l.id = p_line $$;

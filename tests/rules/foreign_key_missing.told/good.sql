create table public.visitors (id uuid primary key default gen_random_uuid(), name text not null);
create table public.bells (id text primary key, url text not null);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  visitor_id uuid references public.visitors (id) on delete cascade
);
-- What the order says
create table public.refunds (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id) on delete cascade,
  visitor_id uuid not null
);
-- Its number elsewhere
create table public.door_bells (
  id text primary key,
  bell_id text not null,
  secret text not null
);
-- Sin FK para evitar dependencias circulares
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  order_id uuid
);
-- Keeps what was
create table public."OrderLog" (id uuid primary key default gen_random_uuid(), "orderId" uuid);
-- Passed over, which is told as such
create table public.parcels (id uuid primary key default gen_random_uuid(), order_id uuid);
create table if not exists public.parcels (
  id uuid primary key default gen_random_uuid(),
  order_id uuid references public.orders (id)
);
-- Any text agrees with a text key, and what points at halls is called otherwise
create table public.halls (id text primary key);
create table public.seats (id uuid primary key default gen_random_uuid(), "hallId" text references public.halls (id));
create table public.doors (id uuid primary key default gen_random_uuid(), hall_id text);
-- What happened, with what belongs to it
create table public.order_activities (
  id uuid primary key default gen_random_uuid(),
  order_id uuid,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now()
);
-- Its own
create table public.guest (guest_id uuid primary key);
create table public.party_guest (party_guest_id uuid primary key, told boolean);
-- What it was part of
create table public.replies (id uuid primary key default gen_random_uuid(), migrated_from_order_id uuid);
-- A summary by what it sums up is no home of that
create table public.order_lines (id uuid primary key default gen_random_uuid(), basket_id text not null);
create table public.sums (basket_id text primary key, total numeric);
create function public.total(p_line uuid) returns numeric language sql stable as
$$ select s.total from public.order_lines l join public.sums s on s.basket_id = l.basket_id where l.id = p_line $$;

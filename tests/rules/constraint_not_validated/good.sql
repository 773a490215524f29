create table public.orders (id uuid primary key default gen_random_uuid(), total numeric not null);
create table public.parcels (id uuid primary key default gen_random_uuid(), order_id uuid, weight numeric);
alter table public.orders enable row level security;
alter table public.parcels enable row level security;
alter table public.orders add constraint orders_total check (total >= 0) not valid;
alter table public.orders validate constraint orders_total;
alter table public.parcels add constraint parcels_order
  foreign key (order_id) references public.orders (id) on delete set null;
alter table public.parcels add constraint parcels_weight check (weight > 0) not enforced;

create table public.readings (id bigint not null, taken_at timestamptz not null, value numeric, primary key (id, taken_at))
  partition by range (taken_at);
create table public.readings_old partition of public.readings for values from ('2020-01-01') to ('2021-01-01');
alter table public.readings enable row level security;
alter table public.readings_old enable row level security;
-- The partition's copy is its parent's.
alter table public.readings add constraint readings_value check (value > 0) not valid;
create table public.orders (id uuid primary key default gen_random_uuid(), total numeric not null);
alter table public.orders enable row level security;
alter table public.orders add constraint orders_total check (total >= 0) not valid;

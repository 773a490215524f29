create schema shop;
grant usage on schema shop to anon, authenticated;
create table shop.firms (id uuid primary key default gen_random_uuid(), name text not null);
create table shop.staff (
  firm_id uuid not null references shop.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create table shop.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references shop.firms (id) on delete cascade
);
alter table shop.firms enable row level security;
alter table shop.staff enable row level security;
alter table shop.orders enable row level security;
create policy firms_read on shop.firms for select to authenticated
  using (id in (select firm_id from shop.staff where user_id = (select auth.uid())));
create policy staff_read on shop.staff for select to authenticated using (user_id = (select auth.uid()));
create policy orders_all on shop.orders to authenticated
  using (firm_id in (select firm_id from shop.staff where user_id = (select auth.uid())));
grant all on all tables in schema shop to authenticated;
grant select, insert, update on shop.orders to anon;
grant create on schema shop to authenticated;

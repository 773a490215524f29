create schema app;
create table app.firms (id uuid primary key default gen_random_uuid(), name text not null);
create table app.staff (
  firm_id uuid not null references app.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create function app.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from app.staff where user_id = (select auth.uid()) $$;
revoke execute on function app.my_firms() from public;
create function app.new_code() returns text
language sql volatile set search_path = '' as $$ select md5(random()::text) $$;
revoke execute on function app.new_code() from public;

create table app.orders (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references app.firms (id) on delete cascade,
  code text not null default app.new_code()
);
alter table app.orders enable row level security;
create policy orders_members on app.orders to authenticated
  using (firm_id in (select app.my_firms())) with check (firm_id in (select app.my_firms()));
grant usage on schema app to authenticated;
grant select, insert, update, delete on app.orders to authenticated;

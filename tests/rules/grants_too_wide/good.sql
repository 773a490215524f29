create schema shop;
grant usage on schema shop to anon, authenticated;
create table shop.firms (id uuid primary key default gen_random_uuid(), name text not null);
create table shop.staff (
  firm_id uuid not null references shop.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create table shop.inquiries (id uuid primary key default gen_random_uuid(), body text not null);
alter table shop.firms enable row level security;
alter table shop.staff enable row level security;
alter table shop.inquiries enable row level security;
create policy firms_read on shop.firms for select to authenticated
  using (id in (select firm_id from shop.staff where user_id = (select auth.uid())));
create policy staff_read on shop.staff for select to authenticated using (user_id = (select auth.uid()));
create policy inquiries_send on shop.inquiries for insert to anon with check (body <> '');
grant select, insert, update, delete on all tables in schema shop to authenticated;
grant insert on shop.inquiries to anon;
grant select on shop.firms to anon;

create table public.notes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade
);
alter table public.notes enable row level security;
create policy notes_own on public.notes to authenticated using (user_id = (select auth.uid()));

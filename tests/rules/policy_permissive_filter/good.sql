create table public.firms (id uuid primary key default gen_random_uuid());
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create table public.keys (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  deleted_at timestamptz
);
alter table public.keys enable row level security;
create policy keys_staff on public.keys for select to authenticated
  using (firm_id in (select s.firm_id from public.staff s where s.user_id = (select auth.uid())));
create policy keys_not_deleted on public.keys as restrictive for select using (deleted_at is null);
-- Of no tenant
create table public.plans (id uuid primary key default gen_random_uuid(), active boolean not null default true);
alter table public.plans enable row level security;
create policy plans_read on public.plans for select using (active);
-- Published by hand
create table public.pages (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  shared boolean not null default false,
  state text not null default 'draft'
);
alter table public.pages enable row level security;
create policy pages_staff on public.pages for select to authenticated
  using (firm_id in (select s.firm_id from public.staff s where s.user_id = (select auth.uid())));
create policy pages_shared on public.pages for select using (shared = true and state <> 'draft');
-- The tenant and the flag in one policy
create table public.doors (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  active boolean not null default true
);
alter table public.doors enable row level security;
create policy doors_staff on public.doors for select to authenticated
  using (active and firm_id in (select s.firm_id from public.staff s where s.user_id = (select auth.uid())));
-- Of no tenant either: the column says who wrote the row
create table public.prices (
  id uuid primary key default gen_random_uuid(),
  active boolean not null default true,
  created_by uuid references auth.users (id) on delete set null
);
alter table public.prices enable row level security;
create policy prices_read on public.prices for select to authenticated using (active);

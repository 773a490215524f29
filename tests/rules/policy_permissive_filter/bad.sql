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
create policy keys_not_deleted on public.keys for select using (deleted_at is null);
-- The column says whose the row is
create table public.drafts (
  id uuid primary key default gen_random_uuid(),
  active boolean not null default true,
  user_id uuid not null references auth.users (id) on delete cascade
);
alter table public.drafts enable row level security;
create policy drafts_read on public.drafts for select to authenticated using (active);

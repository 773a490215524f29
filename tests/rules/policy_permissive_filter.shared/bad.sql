create table public.firms (id uuid primary key default gen_random_uuid());
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create table public.pages (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  is_shared boolean not null default true
);
alter table public.pages enable row level security;
create policy pages_read on public.pages for select to authenticated using (
  is_shared or firm_id in (select s.firm_id from public.staff s where s.user_id = (select auth.uid()))
);

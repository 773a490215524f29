create table public.firms (id uuid primary key default gen_random_uuid());
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
-- Staff see drafts too: what is published is for everybody
create table public.pages (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  published boolean not null default false
);
alter table public.pages enable row level security;
create policy pages_staff on public.pages for select to authenticated using (
  firm_id in (select s.firm_id from public.staff s where s.user_id = (select auth.uid()))
);
create policy pages_visitors on public.pages for select to anon using (published = true);
-- Stated in pgassay.toml
create table public.leaflets (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  current boolean not null default true
);
alter table public.leaflets enable row level security;
create policy leaflets_read on public.leaflets for select using (current);

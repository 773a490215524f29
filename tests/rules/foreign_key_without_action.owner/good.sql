create table public.people (
  id uuid primary key references auth.users (id) on delete cascade,
  name text not null
);
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id) on delete cascade,
  checked_by uuid references public.people (id) on delete set null
);
create table public.drafts (
  owner_id uuid primary key references auth.users (id) on delete cascade,
  foreign key (owner_id) references public.people (id)
);
alter table public.notes enable row level security;
create policy notes_own on public.notes to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

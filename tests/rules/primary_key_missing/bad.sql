create table public.notes (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null references auth.users (id) on delete cascade,
  body text not null
);
create table public.marks (
  owner_id uuid not null references auth.users (id) on delete cascade,
  word text
);
create table public.readers (
  owner_id uuid not null references auth.users (id) on delete cascade,
  note_id uuid not null
);
create unique index readers_key on public.readers (owner_id, note_id);
alter table public.notes enable row level security;
alter table public.marks enable row level security;
alter table public.readers enable row level security;
create policy notes_own on public.notes to authenticated using (owner_id = (select auth.uid()));
create policy marks_own on public.marks to authenticated using (owner_id = (select auth.uid()));
create policy readers_own on public.readers to authenticated using (owner_id = (select auth.uid()));

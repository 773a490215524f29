create table public.teams (id uuid primary key);
create table public.members (
  team_id uuid not null references public.teams (id),
  user_id uuid not null references auth.users (id),
  primary key (team_id, user_id)
);
create index on public.members (user_id);
create table public.notes (
  id uuid primary key,
  team_id uuid not null references public.teams (id),
  writer text not null,
  body text not null
);
create index on public.notes (team_id);
alter table public.notes enable row level security;
-- The call in the sub-select runs once, and is wrapped with the other
create policy notes_own on public.notes for select to authenticated using (
  writer = auth.uid()::text or team_id in (select m.team_id from public.members m where m.user_id = auth.uid())
);
-- Passes for the service alone, which needs no policy: what is said of it is that it can go
create policy notes_service on public.notes using (auth.role() = 'service_role');

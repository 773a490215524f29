create table public.clubs (id uuid primary key default gen_random_uuid(), name text not null);
create table public.players (
  club_id uuid not null references public.clubs (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null default 'player',
  primary key (club_id, user_id)
);
create table public.matches (
  id uuid primary key default gen_random_uuid(),
  club_id uuid not null references public.clubs (id) on delete cascade,
  place text not null
);
alter table public.clubs enable row level security;
alter table public.players enable row level security;
alter table public.matches enable row level security;
create policy own on public.players for select to authenticated using (user_id = (select auth.uid()));
create policy own on public.matches for select to authenticated
  using (club_id in (select p.club_id from public.players p where p.user_id = (select auth.uid())));

create schema outer_parts;
grant usage on schema outer_parts to authenticated;
create function outer_parts.places_of(p_club uuid) returns setof text
language sql stable security definer set search_path = '' as $$
  select m.place from public.matches m
  where m.club_id = p_club
    and exists (select 1 from public.players p where p.club_id = m.club_id and p.user_id = auth.uid())
$$;

-- The role is held in the club of the user who goes.
create function public.dismiss(p_user uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.players d
  where d.user_id = p_user
    and d.club_id in (select p.club_id from public.players p where p.user_id = auth.uid() and p.role = 'head');
end;
$$;

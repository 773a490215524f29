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

-- Nobody in a club is one of these: no function makes anybody so.
create function public.close_club(p_club uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.players p where p.user_id = auth.uid() and p.role = 'super_admin') then
    raise exception 'not from the league';
  end if;
  delete from public.matches where club_id = p_club;
end;
$$;
create function public.my_rank() returns text language sql stable security definer set search_path = '' as $$
  select p.role from public.players p where p.user_id = auth.uid() order by p.club_id limit 1
$$;
create function public.move_matches(p_club uuid, p_place text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if public.my_rank() is distinct from 'platform_admin' then
    raise exception 'not from the league';
  end if;
  update public.matches set place = p_place where club_id = p_club;
end;
$$;

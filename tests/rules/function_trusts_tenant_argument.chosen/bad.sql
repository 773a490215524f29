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

-- Whoever is signed in names any club.
create function public.move_signed_in(p_club uuid, p_match uuid default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_club uuid;
  v_match uuid;
begin
  if p_club is not null and auth.uid() is not null then
    v_club := p_club;
  else
    v_club := (select p.club_id from public.players p where p.user_id = auth.uid() limit 1);
  end if;
  update public.matches set place = 'here' where club_id = v_club;
end;
$$;

-- It is the argument before anything is asked.
create function public.move_declared(p_club uuid, p_match uuid default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_club uuid := p_club;
  v_match uuid;
begin
  if not exists (select 1 from public.players p where p.user_id = auth.uid() and p.role = 'super_admin') then
    if p_match is null then
      v_club := (select p.club_id from public.players p where p.user_id = auth.uid() limit 1);
    end if;
  end if;
  update public.matches set place = 'here' where club_id = v_club;
end;
$$;

-- It is chosen twice, and asked for once.
create function public.move_twice(p_club uuid, p_match uuid default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_club uuid;
  v_match uuid;
begin
  if p_club is not null and exists (select 1 from public.players p where p.user_id = auth.uid() and p.role = 'super_admin') then
    v_club := p_club;
  else
    v_club := (select p.club_id from public.players p where p.user_id = auth.uid() limit 1);
  end if;
  if p_match is null then
    v_club := p_club;
  end if;
  update public.matches set place = 'here' where club_id = v_club;
end;
$$;

-- The argument itself is used beside the choice.
create function public.move_beside(p_club uuid, p_match uuid default null) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_club uuid;
  v_match uuid;
begin
  if p_club is not null and exists (select 1 from public.players p where p.user_id = auth.uid() and p.role = 'super_admin') then
    v_club := p_club;
  else
    v_club := (select p.club_id from public.players p where p.user_id = auth.uid() limit 1);
  end if;
  update public.matches set place = 'here' where club_id = p_club;
end;
$$;

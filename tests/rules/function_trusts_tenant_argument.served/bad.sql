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

-- The API does not serve this schema: who calls needs a connection of another kind.
create schema inner_parts;
grant usage on schema inner_parts to authenticated;
create function inner_parts.places(p_club uuid) returns setof text
language sql stable security definer set search_path = '' as
$$ select m.place from public.matches m where m.club_id = p_club $$;

-- One that holds a view of theirs is served, or the view would be of no use.
create schema outer_parts;
grant usage on schema outer_parts to authenticated;
create view outer_parts.names with (security_invoker = true) as select c.name from public.clubs c;
grant select on outer_parts.names to authenticated;
create function outer_parts.places_of(p_club uuid) returns setof text
language sql stable security definer set search_path = '' as
$$ select m.place from public.matches m where m.club_id = p_club $$;

-- The caller's role is looked up, and not in the club of the user who goes.
create function public.dismiss(p_user uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.players p where p.user_id = auth.uid() and p.role = 'head') then
    raise exception 'not a head';
  end if;
  delete from public.players where user_id = p_user;
end;
$$;

-- Of two ranks one is a club's own; and one that is called high is handed out.
create function public.close_club(p_club uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select 1 from public.players p where p.user_id = auth.uid() and (p.role = 'super_admin' or p.role = 'head')
  ) then
    raise exception 'not a head';
  end if;
  delete from public.matches where club_id = p_club;
end;
$$;
create function public.found_club(p_name text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_club uuid := gen_random_uuid();
begin
  insert into public.clubs (id, name) values (v_club, p_name);
  insert into public.players (club_id, user_id, role) values (v_club, auth.uid(), 'root');
end;
$$;
create function public.move_matches(p_club uuid, p_place text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.players p where p.user_id = auth.uid() and p.role = 'root') then
    raise exception 'not a root';
  end if;
  update public.matches set place = p_place where club_id = p_club;
end;
$$;

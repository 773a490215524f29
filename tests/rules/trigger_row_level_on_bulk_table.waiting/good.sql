create table farms (id uuid primary key, name text not null);
create table hands (
  farm_id uuid not null references farms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (farm_id, user_id)
);
create table cows (
  id uuid primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  name text not null,
  weight int,
  created_at timestamptz not null default now()
);
create table cows_notes (
  id uuid primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  cows_id uuid not null references cows (id) on delete cascade
);
alter table cows enable row level security;
alter table cows_notes enable row level security;
create policy own on cows using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
create policy own on cows_notes using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
create table farm_events (
  id bigint generated always as identity primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  what jsonb not null,
  seen boolean not null default false,
  created_at timestamptz not null default now()
);
alter table farm_events enable row level security;
create policy own on farm_events for select using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
create function note_events() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.farm_events (farm_id, what) select n.farm_id, to_jsonb(n) from new_rows n;
  return null;
end;
$$;
create trigger cows_noted after insert on cows
  referencing new table as new_rows for each statement execute function note_events();

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
create table sheep (
  id uuid primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  name text not null,
  weight int,
  created_at timestamptz not null default now()
);
create table sheep_notes (
  id uuid primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  sheep_id uuid not null references sheep (id) on delete cascade
);
alter table sheep enable row level security;
alter table sheep_notes enable row level security;
create policy own on sheep using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
create policy own on sheep_notes using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
create table goats (
  id uuid primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  name text not null,
  weight int,
  created_at timestamptz not null default now()
);
create table goats_notes (
  id uuid primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  goats_id uuid not null references goats (id) on delete cascade
);
alter table goats enable row level security;
alter table goats_notes enable row level security;
create policy own on goats using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
create policy own on goats_notes using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
-- Each row of these waits for somebody, by a switch and by an empty time.
create table farm_events (
  id bigint generated always as identity primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  what jsonb not null,
  seen boolean not null default false,
  created_at timestamptz not null default now()
);
alter table farm_events enable row level security;
create policy own on farm_events for select using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
create table weight_events (
  id bigint generated always as identity primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  what jsonb not null,
  sent_at timestamptz,
  created_at timestamptz not null default now()
);
alter table weight_events enable row level security;
create policy own on weight_events for select using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
-- This one is looked up.
create table goat_log (
  id bigint generated always as identity primary key,
  farm_id uuid not null references farms (id) on delete cascade,
  what jsonb not null,
  created_at timestamptz not null default now()
);
alter table goat_log enable row level security;
create policy own on goat_log for select using (farm_id in (select h.farm_id from hands h where h.user_id = auth.uid()));
create function note_event() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.farm_events (farm_id, what) values (NEW.farm_id, to_jsonb(NEW));
  return null;
end;
$$;
create trigger cow_noted after insert on cows for each row execute function note_event();
create trigger sheep_noted after insert on sheep for each row execute function note_event();
create function note_weight() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.weight_events (farm_id, what) values (NEW.farm_id, to_jsonb(NEW));
  return null;
end;
$$;
create trigger sheep_weighed after update of weight on sheep
  for each row when (old.weight is distinct from new.weight) execute function note_weight();
create function note_goat() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.goat_log (farm_id, what) values (NEW.farm_id, to_jsonb(NEW));
  return null;
end;
$$;
create trigger goat_noted after insert or update on goats for each row execute function note_goat();

create type public.visit_status as enum ('planned', 'done');
create table public.moods (mood text primary key);
create table public.visits (
  id uuid primary key default gen_random_uuid(),
  status public.visit_status not null default 'planned',
  mood text references public.moods (mood),
  stage text not null default 'first' check (stage in ('first', 'last')),
  file_type text not null default 'pdf',
  place text not null default 'Elm Street 5'
);
create table public.settings (key text primary key, value text);
create function public.settle(p_visit uuid) returns void language sql as $$
  update public.visits set mood = 'good' where id = p_visit;
  update public.visits set mood = 'bad' where id <> p_visit;
  update public.settings set value = '1' where key = 'settled';
  update public.settings set value = '2' where key = 'opened';
$$;
-- One known word says little of how many kinds there are, and a sentence is no list
create table public.calls (
  id uuid primary key default gen_random_uuid(),
  kind text not null default 'short',
  channel text not null
);
comment on column public.calls.channel is 'How the call was made, by phone or otherwise';
-- Which table the key beside it is of
create table public.notes (id uuid primary key, entity_id uuid, entity_type text not null default 'call');
create function public.is_noted(p_entity uuid) returns boolean language sql stable as
$$ select exists (select 1 from public.notes where entity_id = p_entity and entity_type in ('call', 'visit')) $$;
-- Events are named by what writes them
create table public.call_log (
  id uuid primary key,
  status text not null default 'made',
  what jsonb,
  created_at timestamptz not null default now()
);
create function public.log_call(p_status text) returns void language sql as
$$ insert into public.call_log (id, status) values (gen_random_uuid(), p_status) $$;

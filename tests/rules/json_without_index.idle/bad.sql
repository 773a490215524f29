create table public.things (id uuid primary key default gen_random_uuid(), what jsonb not null default '{}');
create function public.find_things(p_what jsonb) returns setof public.things language sql stable as
$$ select * from public.things t where t.what @> p_what $$;
create index on public.things using gin (what);
create table public.notes_made (
  id uuid primary key default gen_random_uuid(),
  old_row jsonb,
  made timestamptz not null default now()
);
alter table public.notes_made enable row level security;

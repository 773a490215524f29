create table public.things (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null,
  what jsonb not null default '{}',
  more jsonb not null default '{}',
  rest jsonb not null default '{}'
);
create function public.find_things(p_what jsonb) returns setof public.things language sql stable as
$$ select * from public.things t where t.what @> p_what and t.id is not null $$;
create view public.red_things with (security_invoker = true) as
  select id from public.things where more ->> 'colour' = 'red';
create table public.notes_made (
  id uuid primary key default gen_random_uuid(),
  old_row jsonb,
  new_row jsonb,
  made timestamptz not null default now()
);
alter table public.notes_made enable row level security;

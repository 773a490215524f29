create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  steps jsonb not null default '[]',
  labels jsonb not null default '{}',
  tools jsonb not null default '[]' check (jsonb_typeof(tools) = 'array'),
  notes jsonb default '{}',
  picture jsonb not null default 'null',
  title jsonb default '"untitled"',
  rating jsonb default jsonb_build_object('stars', 0),
  hints jsonb
);
alter table public.recipes enable row level security;
create function public.step_count(recipe uuid) returns integer
language sql stable set search_path = '' as
$$ select jsonb_array_length(steps) + jsonb_array_length(hints) from public.recipes where id = recipe $$;
create view public.label_words with (security_invoker = true) as
  select r.id, l.key from public.recipes as r cross join lateral jsonb_each_text(r.labels) as l;
create function public.label_count(recipe uuid) returns integer
language sql stable set search_path = '' as $$
  select case when jsonb_typeof(labels) = 'array' then jsonb_array_length(labels) else 0 end
  from public.recipes where id = recipe
$$;
create function public.note_all(recipe uuid) returns integer
language sql stable set search_path = '' as $$
  select case when jsonb_typeof(notes) = 'array' then jsonb_array_length(notes)
    else (select count(*)::integer from jsonb_each(notes)) end
  from public.recipes where id = recipe
$$;

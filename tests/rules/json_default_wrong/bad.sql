create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  steps jsonb not null default '{}',
  labels jsonb not null default '[]',
  tools jsonb not null default '{}' check (jsonb_typeof(tools) = 'array'),
  notes jsonb default '"{}"',
  picture jsonb default 'null',
  rating jsonb default '{}'
);
alter table public.recipes enable row level security;
create function public.step_count(recipe uuid) returns integer
language sql stable set search_path = '' as
$$ select jsonb_array_length(steps) from public.recipes where id = recipe $$;
create view public.label_words with (security_invoker = true) as
  select r.id, l.key from public.recipes as r cross join lateral jsonb_each_text(r.labels) as l;
create function public.unrate(recipe uuid) returns void
language plpgsql set search_path = '' as $$
begin
  update public.recipes set rating = '[]' where id = recipe;
end $$;

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
create function public.is_red(p_id uuid) returns boolean language sql stable as
$$ select exists (select 1 from public.things where id = p_id and rest @> '{"red": true}') $$;
create index on public.things using gin (what jsonb_path_ops);
create index on public.things ((more ->> 'colour'));
-- A partial index holds just the rows that are looked for
create table public.tries (id uuid primary key default gen_random_uuid(), details jsonb not null default '{}');
create index on public.tries (id) where ((details ->> 'success')::boolean) = false;
create view public.failed_tries with (security_invoker = true) as
  select id from public.tries where (details ->> 'success')::boolean = false;

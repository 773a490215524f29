create table public.notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id) on delete cascade
);
alter table public.notes enable row level security;
create policy notes_own on public.notes to authenticated using (owner_id = (select auth.uid()));

create function public.run_sql(statement text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  execute statement;
end $$;

create function public.explain_it(statement text, as_json boolean default false) returns text
language plpgsql set search_path = '' as $$
declare
  command text := 'explain ';
  answer text;
begin
  if as_json then
    command := command || '(format json) ';
  end if;
  command := command || statement;
  execute command into answer;
  return answer;
end $$;
revoke execute on function public.explain_it(text, boolean) from public, anon;

create function public.pick(wanted text, sort_by text) returns setof record
language plpgsql security definer set search_path = '' as $$
begin
  if sort_by = '' then
    raise exception 'no order';
  end if;
  return query execute format('select * from %I order by %s', wanted, sort_by);
end $$;
revoke execute on function public.pick(text, text) from public, anon, authenticated;

-- A list of what it may not be, a test on one of two ways, and a cursor.
create function public.ask(statement text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if statement in ('drop', 'delete') or statement = 'truncate' then
    raise exception 'not that';
  end if;
  execute statement;
end $$;

create function public.show(wanted text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if wanted in ('notes', 'now()') then
    execute 'select count(*) from public.' || wanted;
  end if;
  execute 'select ' || wanted;
end $$;

create function public.walk(statement text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  each refcursor;
begin
  open each for execute statement;
  close each;
end $$;

create function public.ordered(sort_by text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if sort_by = '' then
    sort_by := 'id';
  end if;
  execute 'select id from public.notes order by ' || sort_by;
end $$;

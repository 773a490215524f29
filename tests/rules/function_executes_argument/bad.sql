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

create table public.notes (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id) on delete cascade
);
alter table public.notes enable row level security;
create policy notes_own on public.notes to authenticated using (owner_id = (select auth.uid()));

create function public.rows_of(wanted text) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  found_rows bigint;
begin
  execute format('select count(*) from public.%I', wanted) into found_rows;
  return found_rows;
end $$;

create function public.newest(of_table regclass, since uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
  answer text;
begin
  execute 'select t::text from ' || of_table || ' as t where t.id = $1' into answer using since;
  return answer;
end $$;

create function public.sorted(direction text, sort_by text) returns setof text
language plpgsql security definer set search_path = '' as $$
begin
  if direction not in ('asc', 'desc') or sort_by !~ '^[a-z_]+$' then
    raise exception 'no such order';
  end if;
  return query execute 'select relname::text from pg_catalog.pg_class order by ' || sort_by || ' ' || direction;
end $$;

create function public.counted(wanted text) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  found_rows bigint;
begin
  if not exists (select 1 from pg_catalog.pg_tables where tablename = wanted) then
    raise exception 'no such table';
  end if;
  execute 'select count(*) from public.' || wanted into found_rows;
  return found_rows;
end $$;

create function public.run_for_owner(statement text) returns void
language plpgsql set search_path = '' as $$ begin execute statement; end $$;
revoke execute on function public.run_for_owner(text) from public, anon, authenticated;

create function public.listed(wanted text[]) returns text
language plpgsql security definer set search_path = '' as $$
declare
  columns text;
  answer text;
begin
  select string_agg(quote_ident(c), ', ') into columns from unnest(wanted) as c;
  execute 'select row(' || columns || ')::text from pg_catalog.pg_class limit 1' into answer;
  return answer;
end $$;

-- Where it runs, it is one of two, or a name that the catalog has; or the function puts one of two in its place.
create function public.either(wanted text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  execute 'select 1';
  if wanted <> 'notes' and wanted <> 'chats' then
    raise exception 'no such table';
  end if;
  execute 'select count(*) from public.' || wanted;
end $$;

create function public.sized(wanted text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if to_regclass(wanted) is null then
    raise exception 'no such table';
  end if;
  execute 'select count(*) from ' || wanted;
end $$;

create function public.branched(wanted text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  case wanted
    when 'notes', 'chats' then
      execute 'select count(*) from public.' || wanted;
    else
      raise exception 'no such table';
  end case;
end $$;

create function public.turned(direction text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if lower(direction) = 'desc' then
    direction := 'desc';
  else
    direction := 'asc';
  end if;
  execute 'select relname from pg_catalog.pg_class order by 1 ' || direction;
end $$;

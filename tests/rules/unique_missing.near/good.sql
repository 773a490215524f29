create table public.firms (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create index on public.staff (user_id);
create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;

-- Each user's own: two users may use one name.
create table public.filters (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  name text not null,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.filters enable row level security;
create policy filters_members on public.filters to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- A name that can be missing tells nothing apart.
create table public.templates (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.templates enable row level security;
create policy templates_members on public.templates to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Told apart by an exclusion, and by a key with a third column
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  title text,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.recipes enable row level security;
create policy recipes_members on public.recipes to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.steps (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  recipe_id uuid not null references public.recipes (id) on delete cascade,
  place integer not null,
  enabled boolean not null default true,
  options jsonb not null default '{}',
  exclude using btree (recipe_id with =, place with =)
);
alter table public.steps enable row level security;
create policy steps_members on public.steps to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create index on public.steps (recipe_id, place);
-- The highest number is asked for, and the first one given.
create table public.papers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  number integer not null,
  words text not null
);
create function public.first_paper(p_firm uuid) returns void language plpgsql set search_path = '' as $$
begin
  if (select max(x.number) from public.papers x where x.firm_id = p_firm) is null then
    insert into public.papers (firm_id, number, words) values (p_firm, 1, '');
  end if;
end $$;
-- It can be missing, or lie between two others.
create table public.sheets (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  number integer,
  words text not null
);
create function public.add_sheets(p_firm uuid) returns void language sql set search_path = '' as $$
  insert into public.sheets (firm_id, number, words)
  select p_firm, coalesce(max(x.number), 0) + 1, '' from public.sheets x where x.firm_id = p_firm
$$;
create table public.covers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  number numeric not null,
  words text not null
);
create function public.add_covers(p_firm uuid) returns void language sql set search_path = '' as $$
  insert into public.covers (firm_id, number, words)
  select p_firm, coalesce(max(x.number), 0) + 1, '' from public.covers x where x.firm_id = p_firm
$$;
-- Rows are moved to the end, and none is made.
create table public.lines (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  number integer not null,
  words text not null
);
create function public.move_line(p_id uuid, p_firm uuid) returns void language sql set search_path = '' as $$
  update public.lines set number = (select max(x.number) + 1 from public.lines x where x.firm_id = p_firm) where id = p_id
$$;

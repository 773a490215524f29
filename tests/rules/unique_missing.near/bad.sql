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

create table public.templates (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.templates enable row level security;
create policy templates_members on public.templates to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Of one name in each town, and not in each firm.
create table public.servers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null,
  town text not null,
  enabled boolean not null default true,
  options jsonb not null default '{}',
  unique (town, name)
);
alter table public.servers enable row level security;
create policy servers_members on public.servers to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- A place that can be missing
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
  place integer,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.steps enable row level security;
create policy steps_members on public.steps to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create index on public.steps (recipe_id, place);
-- Numbered by a function, and by no other.
create table public.papers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  number integer not null,
  words text not null
);
create function public.add_paper(p_firm uuid, p_words text) returns void language sql set search_path = '' as $$
  insert into public.papers (firm_id, number, words)
  select p_firm, coalesce(max(p.number), 0) + 1, p_words from public.papers p where p.firm_id = p_firm
$$;

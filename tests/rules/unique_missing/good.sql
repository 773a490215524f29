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

create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.recipes enable row level security;
create policy recipes_members on public.recipes to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.recipe_steps (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  recipe_id uuid not null references public.recipes (id) on delete cascade,
  place integer not null default 1,
  kind text not null check (kind in ('mail', 'call')),
  only_if text,
  enabled boolean not null default true,
  options jsonb not null default '{}',
  unique (recipe_id, place)
);
create index on public.recipe_steps (recipe_id, place);
alter table public.recipe_steps enable row level security;
create policy recipe_steps_members on public.recipe_steps to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
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
create unique index on public.templates (firm_id, lower(name));
-- One row a firm: no name can be taken twice
create table public.servers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null unique references public.firms (id) on delete cascade,
  name text not null,
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.servers enable row level security;
create policy servers_members on public.servers to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

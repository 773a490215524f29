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
create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  places text[] not null,
  kinds text[] not null,
  days integer[] not null
);
alter table public.hooks enable row level security;
create policy hooks_members on public.hooks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.calls (id uuid primary key default gen_random_uuid(), days integer[] not null);
alter table public.calls enable row level security;
-- Two ways to look for something in a list; the days are those of another table.
create function public.at_places(p_places text[]) returns setof public.hooks language sql stable set search_path = '' as
$$ select h.* from public.hooks h where h.places && p_places $$;
create function public.of_kind(p_kind text) returns setof public.hooks language sql stable set search_path = '' as
$$ select h.* from public.hooks h where h.kinds @> array[p_kind] $$;
create function public.on_day(p_day integer) returns setof public.calls language sql stable set search_path = '' as
$$ select c.* from public.calls c where p_day = any (c.days) $$;

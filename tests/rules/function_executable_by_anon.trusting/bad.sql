create table public.farms (id uuid primary key default gen_random_uuid(), name text not null);
create table public.hands (
  farm_id uuid not null references public.farms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (farm_id, user_id)
);
create table public.crops (
  id uuid primary key default gen_random_uuid(),
  farm_id uuid not null references public.farms (id) on delete cascade,
  state text not null default 'sown'
);
alter table public.farms enable row level security;
alter table public.hands enable row level security;
alter table public.crops enable row level security;
create policy crops_hands on public.crops to authenticated
  using (farm_id in (select farm_id from public.hands where user_id = (select auth.uid())));

-- The farm is the caller's to name: what is said of whoever calls is said of anon too, and not here again.
create function public.harvest(p_farm uuid) returns void
language sql security definer set search_path = '' as
$$ update public.crops set state = 'harvested' where farm_id = p_farm $$;
create function public.crops_of(p_farm uuid) returns setof public.crops
language sql stable security definer set search_path = '' as
$$ select * from public.crops where farm_id = p_farm $$;

-- It trusts nothing, so nobody else speaks of it.
create function public.clear_crops() returns void
language sql security definer set search_path = '' as
$$ delete from public.crops where state = 'harvested' $$;

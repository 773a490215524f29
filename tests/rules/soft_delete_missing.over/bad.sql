create table public.firms (
  id uuid primary key default gen_random_uuid(),
  founded date not null default current_date
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
create table public.keys (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  key_hash text not null,
  archived boolean not null default false
);
create table public.doors (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  door_secret text not null,
  deleted_at timestamptz
);
-- Switched off, and a key that never ends by itself: not the odd one out
create table public.bells (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  signing_secret text not null,
  active boolean not null default true,
  expires_at timestamptz
);
alter table public.keys enable row level security;
create policy keys_members on public.keys to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.doors enable row level security;
create policy doors_members on public.doors to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.bells enable row level security;
create policy bells_members on public.bells to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

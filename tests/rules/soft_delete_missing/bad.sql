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
-- Something signs in with it
create table public.keys (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  key_hash text not null
);
-- A function acts by those that are on
create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  target text not null,
  live boolean not null default true
);
create function public.live_hooks() returns setof public.hooks language sql stable as
$$ select * from public.hooks where live = true $$;
-- Work on its way
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed')),
  attempts integer not null default 0 check (attempts < 9)
);
alter table public.keys enable row level security;
create policy keys_members on public.keys to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.hooks enable row level security;
create policy hooks_members on public.hooks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.letters enable row level security;
create policy letters_members on public.letters to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

create table public.firms (id uuid primary key default gen_random_uuid(), name text not null);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null default 'clerk',
  primary key (firm_id, user_id)
);
create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;

create table public.printers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  address text not null,
  login_password text not null
);
alter table public.printers enable row level security;
create policy printers_members on public.printers for select to authenticated
  using (firm_id in (select public.my_firms()));

create table public.engines (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  is_shared boolean not null default false,
  api_key text,
  signing_key text,
  key_hash text,
  prompt text
);
alter table public.engines enable row level security;
create policy engines_members on public.engines for select to authenticated
  using (firm_id in (select public.my_firms()));
create policy engines_shared on public.engines for select using (is_shared);

-- By a parent row that every member sees, and by one that everybody does.
create table public.spools (
  id uuid primary key default gen_random_uuid(),
  printer_id uuid not null references public.printers (id) on delete cascade,
  access_token text not null
);
alter table public.spools enable row level security;
create policy spools_of_printers on public.spools for select to authenticated
  using (exists (select 1 from public.printers as p where p.id = spools.printer_id));
create table public.fairs (id uuid primary key default gen_random_uuid(), title text not null);
alter table public.fairs enable row level security;
create policy fairs_read on public.fairs for select using (true);
create table public.doors (
  id uuid primary key default gen_random_uuid(),
  fair_id uuid not null references public.fairs (id) on delete cascade,
  api_key text not null
);
alter table public.doors enable row level security;
create policy doors_of_fairs on public.doors for select using (exists (select 1 from public.fairs as f where f.id = doors.fair_id));

-- To who is signed in.
create table public.feeds (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  is_shared boolean not null default false,
  api_key text
);
alter table public.feeds enable row level security;
create policy feeds_shared on public.feeds for select to authenticated using (is_shared);

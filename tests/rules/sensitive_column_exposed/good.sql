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
create function public.leads(firm uuid, wanted text) returns boolean
language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.staff where firm_id = firm and role = wanted and user_id = auth.uid()) $$;

create table public.printers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  address text not null,
  login_password text not null
);
alter table public.printers enable row level security;
create policy printers_members on public.printers for select to authenticated
  using (firm_id in (select public.my_firms()));
revoke select on public.printers from anon, authenticated;
grant select (id, firm_id, address) on public.printers to authenticated;

create table public.engines (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  key_hash text,
  api_key text
);
alter table public.engines enable row level security;
create policy engines_heads on public.engines for select to authenticated
  using (public.leads(firm_id, 'head'));

create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  key_hash text not null,
  verification_token text,
  system_prompt text
);
alter table public.hooks enable row level security;
create policy hooks_members on public.hooks for select to authenticated
  using (firm_id in (select public.my_firms()));

create table public.devices (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  push_token text not null
);
alter table public.devices enable row level security;
create policy devices_own on public.devices for select to authenticated using (user_id = (select auth.uid()));

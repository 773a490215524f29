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

-- By a parent row of the user's own, and by one that who has a role in its firm looks up.
create table public.badges (
  id uuid primary key default gen_random_uuid(),
  device_id uuid not null references public.devices (id) on delete cascade,
  access_token text not null
);
alter table public.badges enable row level security;
create policy badges_own on public.badges for select to authenticated
  using (exists (select 1 from public.devices as d where d.id = badges.device_id and d.user_id = (select auth.uid())));
create table public.spools (
  id uuid primary key default gen_random_uuid(),
  printer_id uuid not null references public.printers (id) on delete cascade,
  access_token text not null
);
alter table public.spools enable row level security;
create policy spools_heads on public.spools for select to authenticated using (exists (
  select 1 from public.printers as p where p.id = spools.printer_id and public.leads(p.firm_id, 'head')));

-- For who has a role, and by a test that tells nothing of who passes.
create function public.is_head() returns boolean
language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.staff where role = 'head' and user_id = auth.uid()) $$;
create table public.vaults (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  api_key text
);
alter table public.vaults enable row level security;
create policy vaults_heads on public.vaults for select to authenticated using (public.is_head());
create table public.links (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  api_key text
);
alter table public.links enable row level security;
create policy links_known on public.links for select to authenticated using (api_key = md5(auth.email()));
-- Without row-level security: rls-disabled says it. A part is read with its whole.
create table public.drafts (id uuid primary key default gen_random_uuid(), api_key text);
create table public.calls (id uuid not null, firm_id uuid not null references public.firms (id), access_token text) partition by hash (id);
create table public.calls_0 partition of public.calls for values with (modulus 1, remainder 0);
alter table public.calls enable row level security;
alter table public.calls_0 enable row level security;
create policy calls_0_read on public.calls_0 for select to authenticated using (true);

-- What is encrypted, and not a secret itself
create table public.members (
  id uuid primary key default gen_random_uuid(),
  encrypted_fields jsonb not null default '[]',
  password_algorithm text
);
alter table public.members enable row level security;
create policy members_all on public.members for select to authenticated using (true);

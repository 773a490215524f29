create domain public.web_address as text check (value ~* '^https?://');
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
  target_url public.web_address not null,
  signing_secret text not null,
  contact_email text
);
alter table public.hooks enable row level security;
create policy hooks_members on public.hooks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Kept and shown, and acted on by nobody
create table public.customers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  home_url text,
  logo_url text,
  email text,
  slug text not null,
  reminder text
);
comment on column public.customers.reminder is 'When to remind, in cron notation';
alter table public.customers enable row level security;
create policy customers_members on public.customers to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- A user's own
create table public.own_hooks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  target_url text not null,
  signing_secret text not null
);
alter table public.own_hooks enable row level security;
create policy own_hooks_own on public.own_hooks to authenticated using (user_id = (select auth.uid()));

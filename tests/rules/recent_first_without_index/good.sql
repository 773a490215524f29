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

create table public.mailings (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  phase text not null default 'pending' check (phase in ('pending', 'sent', 'failed')),
  sent_at timestamptz,
  made timestamptz not null default now()
);
create index on public.mailings (firm_id, made);
create table public.happenings (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create index on public.happenings using brin (made);
-- Listed mailing by mailing
create table public.openings (
  id uuid primary key default gen_random_uuid(),
  mailing_id uuid not null references public.mailings (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create index on public.openings (mailing_id);
-- Edited rows, listed by name
create table public.customers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null,
  made timestamptz not null default now(),
  changed timestamptz not null default now()
);
alter table public.mailings enable row level security;
create policy mailings_members on public.mailings to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.customers enable row level security;
create policy customers_members on public.customers to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.happenings enable row level security;
create policy happenings_read on public.happenings for select to authenticated
  using (firm_id in (select public.my_firms()));
alter table public.openings enable row level security;
create policy openings_read on public.openings for select to authenticated
  using (mailing_id in (select id from public.mailings));

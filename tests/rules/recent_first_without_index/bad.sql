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
create index on public.mailings (firm_id, phase);
create table public.happenings (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create index on public.happenings (firm_id);
alter table public.mailings enable row level security;
create policy mailings_members on public.mailings to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.happenings enable row level security;
create policy happenings_read on public.happenings for select to authenticated
  using (firm_id in (select public.my_firms()));

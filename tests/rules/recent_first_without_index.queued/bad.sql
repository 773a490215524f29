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
-- Payments, which a function lists newest first
create table public.payments (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  phase text not null default 'pending' check (phase in ('pending', 'done', 'failed')),
  done_at timestamptz,
  made timestamptz not null default now()
);
create index payments_firm on public.payments (firm_id);
alter table public.payments enable row level security;
create policy payments_read on public.payments for select to authenticated using (firm_id in (select public.my_firms()));
create function public.latest_payments() returns setof public.payments language sql stable set search_path = '' as
$$ select p.* from public.payments p order by p.made desc limit 20 $$;

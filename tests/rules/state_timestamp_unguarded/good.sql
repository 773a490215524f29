create table public.orders_out (
  id uuid primary key default gen_random_uuid(),
  step text not null default 'waiting' check (step in ('waiting', 'done', 'failed')),
  put_out timestamptz,
  due_at timestamptz,
  claimed_at timestamptz,
  made timestamptz not null default now(),
  check ((step = 'waiting') = (put_out is null))
);
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  phase text not null default 'draft' check (phase in ('draft', 'signed')),
  signed_on timestamptz,
  check (phase <> 'draft' or signed_on is null)
);
create function public.sign(p_letter uuid) returns void language sql as
$$ update public.letters set phase = 'signed', signed_on = now() where id = p_letter and phase = 'draft' $$;
-- Only the backend writes it, and no function shows that state and time belong together
create table public.syncs (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'pending',
  completed_at timestamptz
);
alter table public.syncs enable row level security;
-- Functions alone move it: they set both
create table public.rewards (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  phase text not null default 'waiting' check (phase in ('waiting', 'given')),
  given_on timestamptz
);
alter table public.rewards enable row level security;
create policy rewards_ask on public.rewards for insert to authenticated with check (user_id = (select auth.uid()));
create function public.give(p_reward uuid) returns void language sql as
$$ update public.rewards set phase = 'given', given_on = now() where id = p_reward and phase = 'waiting' $$;
-- Clients set the state, and not the time
create table public.errands (
  id uuid primary key default gen_random_uuid(),
  step text not null default 'waiting' check (step in ('waiting', 'done', 'failed')),
  put_out timestamptz
);
revoke update on public.errands from anon, authenticated;
grant update (step) on public.errands to authenticated;
-- Only staff changes it
create table public.clerks (user_id uuid primary key references auth.users (id) on delete cascade);
alter table public.clerks enable row level security;
create policy clerks_own on public.clerks for select to authenticated using (user_id = (select auth.uid()));
create table public.refunds (
  id uuid primary key default gen_random_uuid(),
  step text not null default 'waiting' check (step in ('waiting', 'done', 'failed')),
  put_out timestamptz
);
alter table public.refunds enable row level security;
create policy refunds_staff on public.refunds to authenticated
  using (exists (select 1 from public.clerks c where c.user_id = (select auth.uid())));

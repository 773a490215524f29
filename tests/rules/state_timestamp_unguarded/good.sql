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

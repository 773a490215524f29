create table public.orders_out (
  id uuid primary key default gen_random_uuid(),
  step text not null default 'waiting' check (step in ('waiting', 'done', 'failed')),
  put_out timestamptz,
  due_at timestamptz,
  claimed_at timestamptz,
  made timestamptz not null default now()
);
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  phase text not null default 'draft' check (phase in ('draft', 'signed')),
  signed_on timestamptz
);
create function public.sign(p_letter uuid) returns void language sql as
$$ update public.letters set phase = 'signed', signed_on = now() where id = p_letter and phase = 'draft' $$;
create table public.answers (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'pending',
  approved_at timestamptz,
  completed_at timestamptz,
  last_error text
);
comment on column public.answers.status is 'pending, running, approved, rejected or completed';

-- No function moves it and no time is set for the next try: said in passing
create table public.mails (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  sent_on timestamptz
);
create table public.pushes (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz
);
create table public.offers (
  id uuid primary key default gen_random_uuid(),
  -- Too small for 100
  discount_pct numeric(6, 4) not null default 0,
  deposit_pct numeric(6, 4) not null default 25
);

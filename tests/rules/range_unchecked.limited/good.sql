create table public.mails (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  max_attempts integer not null default 5,
  next_attempt_at timestamptz
);
-- Something asks for them
create table public.pushes (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz
);
create function public.next_push() returns uuid language sql stable as
$$ select id from public.pushes where status = 'queued' and attempts < 5 limit 1 $$;
create table public.offers (
  id uuid primary key default gen_random_uuid(),
  discount_pct numeric(6, 4) not null default 0 check (discount_pct between 0 and 1)
);

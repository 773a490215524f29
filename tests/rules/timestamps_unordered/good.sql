create table public.stays (
  id uuid primary key default gen_random_uuid(),
  start_date date not null,
  end_date date check (end_date >= start_date),
  last_visit_at timestamptz,
  next_visit_on date,
  quiet_start time not null,
  quiet_end time not null
);
-- Another system's times, or one clock's
create table public.subscriptions (
  id uuid primary key, current_period_start timestamptz, current_period_end timestamptz
);
alter table public.subscriptions enable row level security;
create policy subscriptions_read on public.subscriptions for select to authenticated using (true);

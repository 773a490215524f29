create table public.stays (
  id uuid primary key default gen_random_uuid(),
  start_date date not null,
  end_date date check (end_date >= start_date),
  last_visit_at timestamptz,
  next_visit_on date,
  quiet_start time not null,
  quiet_end time not null
);

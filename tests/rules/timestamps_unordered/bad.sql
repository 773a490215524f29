create table public.stays (
  id uuid primary key default gen_random_uuid(),
  start_date date not null,
  end_date date,
  last_visit_at timestamptz,
  next_visit_at timestamptz
);

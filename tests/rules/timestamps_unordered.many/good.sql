create table public.trips (
  id uuid primary key default gen_random_uuid(),
  start_date date, end_date date check (end_date >= start_date),
  starts_at timestamptz, ends_at timestamptz, check (ends_at > starts_at),
  started_at timestamptz, ended_at timestamptz
);
create table public.offers (
  id uuid primary key default gen_random_uuid(),
  valid_from timestamptz, valid_until timestamptz, check (valid_until > valid_from),
  opens_at timestamptz, closed_at timestamptz,
  opens_on date, closes_on date, check (closes_on >= opens_on)
);

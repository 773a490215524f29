create table public.trips (
  id uuid primary key default gen_random_uuid(),
  start_date date, end_date date,
  starts_at timestamptz, ends_at timestamptz
);
create table public.offers (
  id uuid primary key default gen_random_uuid(),
  valid_from timestamptz, valid_until timestamptz,
  opens_at timestamptz, closed_at timestamptz,
  opens_on date, closes_on date
);

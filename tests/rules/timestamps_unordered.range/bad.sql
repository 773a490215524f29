-- A length is only negative, and a range that takes the order itself refuses none.
create table public.shifts (
  id uuid primary key,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  length interval generated always as (ends_at - starts_at) stored
);
create table public.leaves (
  id uuid primary key,
  start_date date not null,
  end_date date not null,
  days daterange generated always as (daterange(least(start_date, end_date), greatest(start_date, end_date))) stored
);

-- A range of an end before its start cannot be made, and it is made of each row.
create table public.shifts (
  id uuid primary key,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  span tstzrange generated always as (tstzrange(starts_at, ends_at)) stored
);
create table public.leaves (
  id uuid primary key,
  start_date date not null,
  end_date date not null,
  days daterange generated always as (daterange("start_date", end_date, '[]')) stored
);

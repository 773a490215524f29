create table public.stays (
  id uuid primary key,
  room int not null,
  start_date date not null,
  end_date date not null,
  exclude using gist (daterange(start_date, end_date) with &&)
);
create table public.trips (id uuid primary key, start_date date, end_date date, check (start_date <= end_date));
-- Both or none: in which order is not said, and not held.
create table public.leaves (id uuid primary key, start_date date, end_date date, check ((start_date is null) = (end_date is null)));

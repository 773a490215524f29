create table public.stays (id uuid primary key, start_date date, end_date date, check (start_date > '2000-01-01'), check (end_date > '2000-01-01'));

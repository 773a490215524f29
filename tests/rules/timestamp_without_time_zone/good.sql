create table public.shifts (
  id uuid primary key default gen_random_uuid(),
  starts_at timestamptz not null,
  day date not null,
  opens time not null
);
alter table public.shifts enable row level security;

create table public.shifts (
  id uuid primary key default gen_random_uuid(),
  starts_at timestamp not null
);
alter table public.shifts enable row level security;

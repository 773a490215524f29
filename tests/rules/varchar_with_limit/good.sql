create table public.guests (
  id uuid primary key default gen_random_uuid(),
  name varchar not null,
  street text check (length(street) <= 120)
);
alter table public.guests enable row level security;

create table public.guests (
  id uuid primary key default gen_random_uuid(),
  name varchar(80) not null,
  street varchar(120),
  town text,
  country text,
  remarks text
);
alter table public.guests enable row level security;

-- Most texts have a length here: a custom, and no slip.
create table public.guests (
  id uuid primary key default gen_random_uuid(),
  name varchar(80) not null,
  street varchar(120),
  town varchar(80),
  country varchar(2),
  remarks text
);
alter table public.guests enable row level security;

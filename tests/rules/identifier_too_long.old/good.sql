-- The names of the first migration are in use.
create table public.rooms (id uuid primary key default gen_random_uuid(), floor integer,
  constraint rooms_floor check (floor < 9));
alter table public.rooms enable row level security;

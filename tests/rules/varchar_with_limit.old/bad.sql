create table public.rooms (id uuid primary key default gen_random_uuid(), label varchar(20) not null);
alter table public.rooms enable row level security;
alter table public.guests add column phone varchar(40);

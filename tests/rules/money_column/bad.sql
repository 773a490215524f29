create table public.bills (id uuid primary key default gen_random_uuid(), total money not null);
alter table public.bills enable row level security;

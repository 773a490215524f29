create table public.hooks (id uuid primary key default gen_random_uuid(), payload json not null);
alter table public.hooks enable row level security;

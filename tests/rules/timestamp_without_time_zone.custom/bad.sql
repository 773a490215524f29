create table public.breaks (id uuid primary key default gen_random_uuid(), starts_at timestamptz not null);
alter table public.breaks enable row level security;

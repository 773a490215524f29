create table public.hooks (id uuid primary key default gen_random_uuid(), payload jsonb not null, raw text);
alter table public.hooks enable row level security;

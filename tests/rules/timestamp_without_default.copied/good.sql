create table public.letters (id uuid primary key default gen_random_uuid(), created_at timestamptz default now());
create table public.letters_2024 as select * from public.letters;

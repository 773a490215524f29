create table public.letters (id uuid primary key default gen_random_uuid(), sent_at timestamptz);
create table public.letters_2024 as select id, now() at time zone 'utc' as kept_at from public.letters;

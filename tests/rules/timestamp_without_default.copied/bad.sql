create table public.letters (id uuid primary key default gen_random_uuid(), created_at timestamptz default now());
-- It has a key, so rows can come
create table public.drafts as select * from public.letters;
alter table public.drafts add primary key (id);

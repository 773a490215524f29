create table public.letters (id uuid primary key default gen_random_uuid(), body text);
create table public.letters_2024 as select * from public.letters;
alter table public.letters_2024 add primary key (id);

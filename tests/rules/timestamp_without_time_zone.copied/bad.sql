create table public.letters (id uuid primary key default gen_random_uuid(), sent_at timestamptz);
create table public.drafts as select id, now() at time zone 'utc' as begun_at from public.letters;
alter table public.drafts add primary key (id);

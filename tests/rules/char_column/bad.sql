create table public.countries (code char(2) primary key, name text not null, mark char not null);
alter table public.countries enable row level security;

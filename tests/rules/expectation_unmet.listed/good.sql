create table public.notes (id bigint primary key);
alter table public.notes enable row level security;
create table public.gone (id bigint primary key);
alter table public.gone enable row level security;
create table public.lost (id bigint primary key);
create table public.labels (id bigint primary key);

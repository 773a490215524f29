create role app;
create table public.notes (id bigint primary key, body text);
alter table public.notes enable row level security;
create policy own_notes on public.notes to app using (id > 0);
create table public.labels (id bigint primary key);
create table public.marks (id bigint primary key);

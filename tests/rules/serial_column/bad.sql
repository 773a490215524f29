create table public.tickets (id bigserial primary key, counter integer generated always as identity);
alter table public.tickets enable row level security;

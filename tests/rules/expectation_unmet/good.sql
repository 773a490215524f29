create role app;
create table public.notes (id bigint primary key, body text, author_id uuid);
alter table public.notes enable row level security;
create policy read_notes on public.notes for select to app using (id > 0);
create policy write_notes on public.notes for insert to app with check (id > 0);
create table public.drafts (id bigint primary key);
alter table public.drafts enable row level security;
create policy own_drafts on public.drafts to app using (id > 0);

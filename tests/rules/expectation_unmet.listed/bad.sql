create table public.notes (id bigint primary key);
revoke all on public.notes from anon, authenticated;
create table public.labels (id bigint primary key);
revoke all on public.labels from anon, authenticated;

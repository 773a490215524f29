create table public.items (id uuid primary key, state text not null default 'new');
revoke all on public.items from anon, authenticated;
-- NULL was decided on.
alter table public.items alter column state drop not null;

create table public.boards (id bigint primary key, title text not null);
alter publication supabase_realtime add table boards;

drop table public.boards;
create table public.boards (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
alter table public.boards enable row level security;

create table public.boards (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
alter table public.boards enable row level security;
alter table public.boards replica identity nothing;
alter publication supabase_realtime add table public.boards;

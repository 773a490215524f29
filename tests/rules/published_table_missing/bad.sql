create table public.boards (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
alter table public.boards enable row level security;
create table public.cards (
  id uuid primary key default gen_random_uuid(),
  board_id uuid not null references public.boards (id) on delete cascade
);
alter table public.cards enable row level security;
alter publication supabase_realtime add table public.cards;

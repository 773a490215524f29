create table public.boards (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
alter table public.boards enable row level security;
alter publication supabase_realtime add table public.boards;

create table public.cards (
  id uuid primary key default gen_random_uuid(),
  board_id uuid not null references public.boards (id) on delete cascade
);
alter table public.cards enable row level security;
alter table public.cards replica identity nothing;

create table public.moves (card_id uuid not null, at timestamptz not null default now());
alter table public.moves enable row level security;
alter table public.moves replica identity full;
alter publication supabase_realtime add table public.moves;

create table public.additions (at timestamptz not null default now());
create publication additions_only for table public.additions with (publish = 'insert');
create unlogged table public.cursors (at timestamptz not null default now());

create table public.boxes (
  id uuid primary key default gen_random_uuid(),
  options jsonb default '{}',
  size integer default 1,
  created_at timestamptz default now()
);

create table public.notes (id uuid primary key, created_at timestamptz not null, updated_at timestamptz not null);
create table public.drafts (id uuid primary key, created_at timestamptz not null default now());
alter table public.notes enable row level security;
alter table public.drafts enable row level security;

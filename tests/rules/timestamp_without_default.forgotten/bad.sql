create table public.notes (id uuid primary key, created_at timestamptz not null default now(), updated_at timestamptz not null default now());
create table public.drafts (id uuid primary key, created_at timestamptz not null default now());
-- Most of them have a default, and these do not.
create table public.keys (id uuid primary key, created_at timestamptz not null, updated_at timestamptz not null);
alter table public.notes enable row level security;
alter table public.drafts enable row level security;
alter table public.keys enable row level security;

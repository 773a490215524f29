-- Nothing in the schema searches json by what it contains
create table public.notes_made (
  id uuid primary key default gen_random_uuid(),
  old_row jsonb,
  made timestamptz not null default now()
);
alter table public.notes_made enable row level security;

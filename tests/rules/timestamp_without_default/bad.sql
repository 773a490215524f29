create table public.notes (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz
);
create table public.days (id uuid primary key default gen_random_uuid(), created_on date);

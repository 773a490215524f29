create table public.shifts (
  id uuid primary key default gen_random_uuid(),
  starts_at timestamp not null,
  ends_at timestamp(3),
  made_at timestamptz not null default now()
);
alter table public.shifts enable row level security;

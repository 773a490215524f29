create table public.jobs (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'queued',
  ended timestamptz
);
create table public.calls (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'planned'
);

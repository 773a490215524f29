create table public.jobs (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  ended timestamptz
);
create table public.calls (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'planned' check (status in ('planned', 'made'))
);

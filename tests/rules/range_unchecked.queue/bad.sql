create table public.jobs (
  id uuid primary key default gen_random_uuid(),
  phase text not null default 'queued' check (phase in ('queued', 'sent', 'failed')),
  rounds integer not null default 0,
  ended timestamptz
);

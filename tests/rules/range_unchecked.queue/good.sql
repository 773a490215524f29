create table public.jobs (
  id uuid primary key default gen_random_uuid(),
  phase text not null default 'queued' check (phase in ('queued', 'sent', 'failed')),
  rounds integer not null default 0 check (rounds < 10),
  ended timestamptz
);
create table public.shelves (
  id uuid primary key default gen_random_uuid(),
  pieces integer not null default 0
);
create function public.again(p_job uuid) returns void language sql as
$$ update public.jobs set phase = 'queued', rounds = rounds + 1 where id = p_job and phase = 'failed' $$;
-- A number that nothing raises puts jobs in order
create table public.errands (
  id uuid primary key default gen_random_uuid(),
  phase text not null default 'queued' check (phase in ('queued', 'sent', 'failed')),
  place integer not null default 0,
  ended timestamptz
);

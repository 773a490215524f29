create table public.calls (
  id uuid primary key default gen_random_uuid(),
  max_retries integer not null default 3,
  retry_count integer not null default 0 check (retry_count <= max_retries),
  done_percent numeric(5, 2) not null default 0 check (done_percent between 0 and 100),
  change_percent numeric(5, 2),
  model text not null,
  temperature numeric(3, 2) not null default 0.7 check (temperature >= 0 and 2 >= temperature),
  max_tokens integer not null default 2048 check (max_tokens > 0)
);
create table public.weather (
  id uuid primary key default gen_random_uuid(),
  temperature numeric(4, 1) not null
);
-- Failures are counted: a ceiling would turn the next one into an error
create table public.doors (id uuid primary key, failed_attempts integer not null default 0);
-- Only the backend writes what it measured
create table public.measures (id uuid primary key, error_percent numeric(5, 2));
alter table public.measures enable row level security;
create policy measures_read on public.measures for select to authenticated using (true);
-- A user's own, and nobody else's matter
create table public.tastes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  model text not null,
  temperature numeric(3, 2) not null default 0.7,
  volume_percent integer
);
alter table public.tastes enable row level security;
create policy tastes_own on public.tastes to authenticated using (user_id = (select auth.uid()));

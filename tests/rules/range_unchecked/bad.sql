create table public.calls (
  id uuid primary key default gen_random_uuid(),
  retry_count integer not null default 0 check (retry_count >= 0),
  done_percent numeric(5, 2) not null default 0,
  model text not null,
  temperature numeric(3, 2) not null default 0.7,
  max_tokens integer not null default 2048
);

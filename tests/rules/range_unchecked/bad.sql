create table public.calls (
  id uuid primary key default gen_random_uuid(),
  retry_count integer not null default 0 check (retry_count >= 0),
  fee_pct numeric(3, 2) not null,
  share_pct numeric(6, 4) not null default 0.05,
  done_percent numeric(5, 2) not null default 0,
  model text not null,
  temperature numeric(3, 2) not null default 0.7,
  max_tokens integer not null default 2048
);

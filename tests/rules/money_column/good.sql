create table public.bills (
  id uuid primary key default gen_random_uuid(),
  total numeric(12, 2) not null,
  currency text not null
);
alter table public.bills enable row level security;

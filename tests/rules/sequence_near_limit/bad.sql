-- The sequences have come to 4,500,000 and to -900 (bad.statistics.json).
create sequence public.receipt_numbers maxvalue 5000000;
create sequence public.countdown increment -1 minvalue -1000 maxvalue -1;
create table public.receipts (
  id uuid primary key default gen_random_uuid(),
  number bigint not null default nextval('public.receipt_numbers')
);
alter table public.receipts enable row level security;

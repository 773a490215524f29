-- The sequences have come to 2,000,000, 990, nowhere, and 2,100,000,000 (good.statistics.json).
create sequence public.receipt_numbers maxvalue 5000000;
create sequence public.rounds maxvalue 1000 cycle;
create sequence public.unused maxvalue 10;
create table public.receipts (
  id integer generated always as identity primary key,
  number bigint not null default nextval('public.receipt_numbers')
);
alter table public.receipts enable row level security;

-- In 60 days nobody read 5,000 rows of the second table (bad.statistics.json).
create table public.orders (id bigint primary key);
create table public.clicks (id bigint primary key, at timestamptz not null default now());
alter table public.orders enable row level security;
alter table public.clicks enable row level security;

-- Few dead rows, few bytes, or no width to go by (good.statistics.json).
create table public.orders (id bigint primary key);
create table public.clicks (id bigint primary key, at timestamptz not null default now());
create table public.marks (id bigint primary key);
create table public.notes (id bigint primary key);
alter table public.orders enable row level security;
alter table public.clicks enable row level security;
alter table public.marks enable row level security;
alter table public.notes enable row level security;

create table public.readings (at timestamptz not null, value numeric not null) partition by range (at);
create table public.readings_2026 partition of public.readings for values from ('2026-01-01') to ('2027-01-01');
create index readings_at on only public.readings (at);
alter table public.readings enable row level security;

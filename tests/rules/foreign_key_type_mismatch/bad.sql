create table public.goods (
  id bigint generated always as identity primary key,
  code varchar(12) not null unique,
  weight numeric not null unique
);
create table public.sales (
  id bigint generated always as identity primary key,
  goods_id integer references public.goods (id) on delete cascade,
  code text references public.goods (code) on delete cascade
);
create table public.returns (
  id bigint generated always as identity primary key,
  goods_id integer references public.goods (id) on delete cascade,
  weight bigint references public.goods (weight) on delete cascade
);
alter table public.goods enable row level security;
alter table public.sales enable row level security;
alter table public.returns enable row level security;

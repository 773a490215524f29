create table public.goods (
  id bigint generated always as identity primary key,
  code varchar(12) not null unique
);
create table public.sales (
  id bigint generated always as identity primary key,
  goods_id bigint references public.goods (id) on delete cascade,
  code varchar(12) references public.goods (code) on delete cascade
);
create table public.returns (
  id integer generated always as identity primary key,
  goods_id integer
);
alter table public.goods enable row level security;
alter table public.sales enable row level security;
alter table public.returns enable row level security;

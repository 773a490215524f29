create table public.boards (id bigint primary key, title text not null);
create table public.cards (id bigint primary key);
create table public.drafts (id bigint primary key);
alter publication supabase_realtime add table boards, cards, drafts;

drop table public.boards;
create table public.boards (
  id uuid primary key default gen_random_uuid(),
  title text not null
);
alter table public.boards enable row level security;
alter publication supabase_realtime set table public.boards;
alter table public.cards enable row level security;
drop table public.drafts;
create publication feed for table public.cards;
alter publication feed rename to news;
create publication once for table public.cards;
drop publication once;

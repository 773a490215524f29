create table public.books (
  id uuid primary key default gen_random_uuid(),
  shelf text not null,
  place integer not null,
  title text not null,
  unique (title, place)
);
create index books_shelf on public.books (shelf);
create index books_shelf_place on public.books (shelf, place desc);
create index books_title on public.books (title);
comment on index public.books_shelf is 'made by hand, ''quoted'' and with a \ in it';
alter table public.books enable row level security;

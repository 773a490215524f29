create table public.books (
  id uuid primary key default gen_random_uuid(),
  shelf text not null unique,
  place integer not null,
  title text not null,
  hall text not null,
  row integer not null,
  size integer not null
);
create index books_shelf_place on public.books (shelf, place);
create index books_title on public.books (title) include (size);
create index books_title_place on public.books (title, place);
create index books_hall on public.books (hall);
create index books_hall_row on public.books (hall desc, row);
create index books_hall_whole on public.books (hall, row, place, title);
create index books_row on public.books (row) where size > 2;
create index books_row_size on public.books (row, size);
create index books_size on public.books using hash (size);
create index books_size_row on public.books (size, row);
alter table public.books enable row level security;

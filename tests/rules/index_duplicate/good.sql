create table public.books (
  id uuid primary key default gen_random_uuid(),
  shelf text not null,
  code text not null unique,
  title text not null,
  constraint books_code_again unique (code)
);
create index books_shelf on public.books (shelf);
create index books_shelf_down on public.books (shelf desc);
create index books_shelf_last on public.books (shelf nulls first);
create index books_shelf_pattern on public.books (shelf text_pattern_ops);
create index books_shelf_c on public.books (shelf collate "C");
create index books_shelf_hash on public.books using hash (shelf);
create index books_shelf_title on public.books (shelf) include (title);
create index books_shelf_open on public.books (shelf) where shelf <> '';
create index books_title_shelf on public.books (title, shelf);
alter table public.books enable row level security;

create table public.books (
  id uuid primary key default gen_random_uuid(),
  shelf text not null,
  code text not null unique,
  title text not null
);
create index books_code on public.books (code);
create unique index books_title_once on public.books using btree (title) where shelf = 'open';
create index books_open on public.books (title) where shelf = 'open';
create schema store;
create table store.crates (id uuid primary key default gen_random_uuid(), place text);
create unique index crates_place on store.crates (lower(place));
create index crates_lower on store.crates using btree (lower(place));
comment on index public.books_code is 'made by hand, ''quoted'' and with a \ in it';
alter table public.books enable row level security;

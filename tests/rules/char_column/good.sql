create table public.countries (
  code text primary key check (length(code) = 2),
  name varchar(80) not null,
  mark "char" not null
);
alter table public.countries enable row level security;

create table public.links (
  id uuid primary key default gen_random_uuid(),
  home text, path text
);
-- What only the backend reads and writes, behind a check of its own
create table public.slugs (slug text primary key check (slug ~ '^[a-z]+$'));

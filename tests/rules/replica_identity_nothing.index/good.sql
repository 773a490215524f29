create table public.places (
  id uuid primary key default gen_random_uuid(),
  code text not null
);
create unique index places_code on public.places (code);
alter table public.places replica identity using index places_code;
alter publication supabase_realtime add table public.places;

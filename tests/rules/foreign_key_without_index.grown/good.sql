create table public.firms (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create index on public.staff (user_id);
create table public.depots (
  firm_id uuid not null references public.firms (id) on delete cascade,
  place text not null,
  primary key (firm_id, place)
);
create table public.shelves (
  firm_id uuid not null,
  place text not null,
  id text not null,
  primary key (firm_id, place, id),
  foreign key (firm_id, place) references public.depots (firm_id, place) on delete cascade
);
-- The shelf's own id says which one, and the place comes with it: an index on it, of any kind, finds the rows
create table public.boxes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null,
  place text not null,
  shelf text not null,
  foreign key (firm_id, place, shelf) references public.shelves (firm_id, place, id) on delete cascade
);
create index boxes_shelf on public.boxes using hash (shelf);

create table public.rooms (id uuid primary key default gen_random_uuid(), floor integer,
  constraint the_floor_of_a_room_is_one_that_the_building_of_the_practice_really_has check (floor < 9));
alter table public.rooms enable row level security;

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
create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;
create table public.classes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  held_at timestamptz not null
);
create index classes_firm on public.classes (firm_id);
alter table public.classes enable row level security;
create policy classes_members on public.classes to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.places (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  class_id uuid not null references public.classes (id) on delete cascade,
  teacher text not null,
  state text not null default 'asked' check (state in ('asked', 'waiting', 'taken')),
  turn integer
);
create index places_firm on public.places (firm_id);
alter table public.places enable row level security;
create policy places_members on public.places to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- The rows of one class, few enough to sort
create index places_class_state on public.places (class_id, state, turn);
create function public.next_in(p_class uuid) returns setof public.places language sql stable as
$$ select p.* from public.places p where p.class_id = p_class and p.state = 'waiting' order by p.turn limit 1 $$;
-- Those of one teacher, all of them
create index places_teacher_state on public.places (teacher, state, turn);
create function public.waiting_for(p_teacher text) returns setof public.places language sql stable as
$$ select p.* from public.places p where p.teacher = p_teacher and p.state = 'waiting' order by p.turn $$;

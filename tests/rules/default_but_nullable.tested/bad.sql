create table public.lamps (
  id uuid primary key default gen_random_uuid(),
  lit boolean default false,
  state text default 'new',
  spare boolean default false
);
create index lamps_spare on public.lamps (id) where spare;
create function public.count_lit(p_state text) returns bigint language sql stable as
$$ select count(*) from public.lamps where lit = true and state = p_state $$;

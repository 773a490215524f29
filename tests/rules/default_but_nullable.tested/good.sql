create table public.lamps (
  id uuid primary key default gen_random_uuid(),
  lit boolean not null default false,
  state text default 'new'
);
create function public.count_lit(p_state text) returns bigint language sql stable as
$$ select count(*) from public.lamps where lit = true and coalesce(state, 'new') = p_state $$;

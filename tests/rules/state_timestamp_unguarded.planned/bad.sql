-- No CHECK lists the states: said in passing
create table public.lessons (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'planned',
  begin_on timestamptz,
  end_on timestamptz,
  series_end_at timestamptz,
  held_at timestamptz
);
create function public.hold(p_lesson uuid) returns void language sql as $$
  update public.lessons set status = 'held', held_at = now(), end_on = now(), series_end_at = now()
  where id = p_lesson
$$;

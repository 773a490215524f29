create table public.lessons (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'planned',
  begin_on timestamptz,
  end_on timestamptz,
  held_at timestamptz
);
create function public.hold(p_lesson uuid) returns void language sql as
$$ update public.lessons set status = 'held', held_at = now(), end_on = now() where id = p_lesson $$;
-- A trigger says which state follows which
create function public.next_state() returns trigger language plpgsql as $$
begin
  if old.status = 'held' and new.status is distinct from old.status then
    raise exception 'held is the end';
  end if;
  return new;
end $$;
create trigger lessons_next before update on public.lessons for each row execute function public.next_state();

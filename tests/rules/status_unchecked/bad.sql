create table public.visits (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'planned',
  mood text
);
create function public.settle(p_visit uuid, p_good boolean) returns void language plpgsql as $$
begin
  if p_good then
    update public.visits set mood = 'good' where id = p_visit;
  else
    update public.visits set mood = 'bad' where id = p_visit;
  end if;
end $$;

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
comment on column public.visits.status is 'State: planned, under_way or done';
create table public.calls (
  id uuid primary key default gen_random_uuid(),
  channel text not null,
  status text not null default 'planned',
  kind text not null default 'short'
);
comment on column public.calls.channel is 'phone | mail';
create table public.parcels (id uuid primary key default gen_random_uuid(), stage text not null);
create function public.note_parcel() returns trigger language plpgsql as $$
begin
  if new.stage = 'packed' and old.stage = 'ordered' then
    raise notice 'packed';
  end if;
  return new;
end $$;
create trigger parcels_noted before update on public.parcels for each row execute function public.note_parcel();

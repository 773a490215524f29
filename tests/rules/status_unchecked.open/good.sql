create table public.rooms (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  code text
);
create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  room_id uuid not null references public.rooms (id),
  origin text,
  last_error text,
  event_type text,
  source text, -- official, manual, etc.
  reference text
);
comment on column public.bookings.reference is 'For imports: UUID of the row. By hand: NULL or own reference.';
comment on column public.bookings.origin is 'e.g. desk, web';
create function public.book(p_origin text, p_error text) returns void language plpgsql as $$
begin
  -- A caller's own words
  update public.bookings set origin = case when p_origin is null then 'desk' else left(p_origin, 20) end;
  update public.bookings set origin = 'web', last_error = 'gone' where last_error = 'late';
  if exists (select from public.bookings where event_type in ('moved', 'left')) then
    update public.rooms set code = 'A' where name in ('Default', 'Hall') and code = 'B';
  end if;
end $$;

create table public.rooms (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  room_id uuid not null references public.rooms (id),
  -- A state stays a state, though what it is comes from the caller
  status text not null,
  -- The words are set, and nothing asks for them
  origin text,
  -- Asked for
  channel text,
  -- A default is one of the words
  code text default 'plain',
  cause text
);
comment on column public.bookings.cause is 'rain, snow or NULL';
comment on column public.bookings.channel is 'phone, mail, etc.';
create function public.book(p_status text) returns void language sql as $$
  update public.bookings set status = p_status, origin = 'desk';
  update public.bookings set origin = 'web' where channel = 'Phone';
  update public.bookings set code = 'vip' where status in ('held', 'open') and channel = 'phone';
$$;

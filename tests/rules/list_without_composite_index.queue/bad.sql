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
-- Picked by channel and in what order they came, among those that wait
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  channel text not null,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed')),
  attempts integer not null default 0 check (attempts < 9),
  due_at timestamptz not null default now(),
  made timestamptz not null default now()
);
create index letters_firm on public.letters (firm_id);
create index letters_channel on public.letters (firm_id, due_at) where channel is not null;
create function public.waiting_letters(p_channel text) returns setof public.letters language sql stable as
$$ select l.* from public.letters l where l.channel = p_channel and l.status = 'pending' order by l.made limit 20 $$;
alter table public.letters enable row level security;
create policy letters_members on public.letters to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- An index leads to the ward: what is sorted is one ward's
create table public.rounds_log (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  ward text not null,
  kind text not null,
  made timestamptz not null default now()
);
create index rounds_firm on public.rounds_log (firm_id);
create index rounds_ward on public.rounds_log (ward);
create function public.rounds(p_ward text) returns setof public.rounds_log language sql stable as
$$ select r.* from public.rounds_log r where r.ward = p_ward order by r.made desc limit 50 $$;
-- And of those it takes one
create function public.last_round(p_ward text) returns setof public.rounds_log language sql stable as
$$ select r.* from public.rounds_log r where r.ward = p_ward and r.kind = 'night' order by r.made desc limit 1 $$;
alter table public.rounds_log enable row level security;
create policy rounds_read on public.rounds_log for select to authenticated using (firm_id in (select public.my_firms()));

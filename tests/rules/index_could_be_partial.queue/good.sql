create table public.firms (
  id uuid primary key default gen_random_uuid(),
  founded date not null default current_date
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
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  channel text not null,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed')),
  attempts integer not null default 0 check (attempts < 9),
  due_at timestamptz not null default now()
);
create index letters_firm on public.letters (firm_id);
create index letters_due on public.letters (channel, due_at) where status = 'pending';
create function public.due_letters(p_channel text) returns setof public.letters language sql stable as
$$ select l.* from public.letters l where l.channel = p_channel and l.status = 'pending' order by l.due_at limit 20 $$;
alter table public.letters enable row level security;
create policy letters_members on public.letters to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

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
  recipient text not null,
  name text not null check (length(name) > 0),
  title text not null check (title <> ''),
  subject varchar(200) not null check (length(subject) <= 200)
);
alter table public.letters enable row level security;
create policy letters_members on public.letters to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

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

alter table public.staff enable row level security;
create policy staff_members on public.staff to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.staff add column rank text not null default 'clerk';
-- Nothing is audited here; a note of what happened is no trail of it
create table public.happenings (
  id bigint generated always as identity primary key,
  what text not null,
  made timestamptz not null default now()
);
alter table public.happenings enable row level security;
create function public.note_happening() returns trigger language plpgsql security definer set search_path = '' as
$$ begin
  insert into public.happenings (what) values ('firm changed');
  return null;
end $$;
create trigger firms_happen after update on public.firms
  for each row execute function public.note_happening();

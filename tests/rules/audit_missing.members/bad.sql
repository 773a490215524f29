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
-- What belongs to a firm is audited; who belongs to it is not
create table public.trail (
  id bigint generated always as identity primary key,
  who uuid,
  what jsonb not null,
  made timestamptz not null default now()
);
alter table public.trail enable row level security;
create function public.note_change() returns trigger language plpgsql security definer set search_path = '' as
$$ begin
  insert into public.trail (who, what) values (auth.uid(), to_jsonb(old));
  return null;
end $$;
create trigger firms_trail after update or delete on public.firms
  for each row execute function public.note_change();

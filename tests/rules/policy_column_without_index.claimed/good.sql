create table public.firms (id uuid primary key default gen_random_uuid(), name text not null);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;

create table public.letters (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  recipient text not null,
  sent_at timestamptz not null default now()
);
create index on public.letters (firm_id);
alter table public.letters enable row level security;
create policy letters_firm on public.letters to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Reading goes by the firm; who a letter is for says so once, and names it
create policy letters_claim on public.letters for update to authenticated
  using (recipient = (select auth.email())) with check (recipient = (select auth.email()));
create index on public.letters (recipient);

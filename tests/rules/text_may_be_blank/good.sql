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
create domain public.line as text check (value ~ '\S');
create table public.senders (name text primary key check (name <> ''));
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  recipient text not null check (length(btrim(recipient)) > 0),
  subject public.line not null,
  name text not null default '',
  label text,
  sender_name text not null references public.senders (name),
  reply_recipient text not null,
  constraint replies check (reply_recipient <> '' or recipient <> ''),
  body text not null
);
alter table public.letters enable row level security;
create policy letters_members on public.letters to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Written by the backend
alter table public.senders enable row level security;
create table public.stamps (id uuid primary key default gen_random_uuid(), title text not null);
alter table public.stamps enable row level security;
-- Begun empty, and filled in by its owner
create table public.drafts (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  title text not null
);
alter table public.drafts enable row level security;
create policy drafts_members on public.drafts to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create function public.begin_draft(p_firm uuid) returns void language sql security definer set search_path = '' as
$$ insert into public.drafts (firm_id, title) values (p_firm, '') $$;

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
create table public.keys (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  key_hash text not null,
  deleted_at timestamptz
);
-- A trigger keeps what is deleted
create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  signing_secret text not null
);
create table public.hooks_gone (id uuid primary key, body jsonb not null);
alter table public.hooks_gone enable row level security;
create function public.keep_hook() returns trigger language plpgsql security definer set search_path = '' as
$$ begin insert into public.hooks_gone values (old.id, to_jsonb(old)); return old; end $$;
create trigger hooks_keep after delete on public.hooks for each row execute function public.keep_hook();
-- Nobody deletes it
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'sent', 'failed')),
  attempts integer not null default 0 check (attempts < 9)
);
alter table public.letters enable row level security;
create policy letters_read on public.letters for select to authenticated
  using (firm_id in (select public.my_firms()));
-- Rows of business, whose deletion is meant
create table public.notes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  body text
);
-- An invitation ends by itself
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  token text not null
);
-- A user's own
create table public.devices (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  secret text not null
);
alter table public.devices enable row level security;
create policy devices_own on public.devices to authenticated using (user_id = (select auth.uid()));
alter table public.keys enable row level security;
create policy keys_members on public.keys to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.hooks enable row level security;
create policy hooks_members on public.hooks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.notes enable row level security;
create policy notes_members on public.notes to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.invitations enable row level security;
create policy invitations_members on public.invitations to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

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

create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  key_hash text not null
);
alter table public.api_keys enable row level security;
create policy api_keys_members on public.api_keys to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.trail (
  id bigint generated always as identity primary key,
  who uuid,
  what jsonb not null,
  made timestamptz not null default now()
);
alter table public.trail enable row level security;
alter table public.staff enable row level security;
create function public.note_change() returns trigger language plpgsql security definer set search_path = '' as
$$ begin
  insert into public.trail (who, what) values (auth.uid(), to_jsonb(old) - 'key_hash');
  return null;
end $$;
create trigger api_keys_trail after update or delete on public.api_keys
  for each row execute function public.note_change();
-- What a user keeps for himself
create table public.own_tokens (
  user_id uuid primary key references auth.users (id) on delete cascade,
  token text not null
);
alter table public.own_tokens enable row level security;
create policy own_tokens_own on public.own_tokens to authenticated using (user_id = (select auth.uid()));
-- A token that the firm publishes, to prove that an address is its own
create table public.domains (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  verification_token text not null
);
alter table public.domains enable row level security;
create policy domains_members on public.domains to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Tokens that do not last: they must expire, or go when they are used
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  token text not null,
  expires_at timestamptz not null
);
alter table public.invitations enable row level security;
create policy invitations_members on public.invitations to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  token text not null
);
alter table public.tickets enable row level security;
create policy tickets_members on public.tickets to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create function public.spend(p_token text) returns void language sql security definer set search_path = '' as
$$ delete from public.tickets where token = p_token $$;

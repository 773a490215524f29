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
create table public.gone (id uuid primary key, body jsonb not null);
alter table public.gone enable row level security;
create function public.keep() returns trigger language plpgsql security definer set search_path = '' as
$$ begin insert into public.gone values (old.id, to_jsonb(old)); return old; end $$;
create function public.count_down() returns trigger language plpgsql security definer set search_path = '' as
$$ begin delete from public.gone where id = old.id; return old; end $$;
create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  api_key text not null
);
alter table public.hooks enable row level security;
create policy hooks_members on public.hooks to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create trigger hooks_keep after delete on public.hooks for each row execute function public.keep();
-- Part of a table
create table public.doors (
  id uuid not null default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  api_key text not null,
  archived_at timestamptz,
  primary key (id, firm_id)
) partition by hash (firm_id);
create table public.doors_0 partition of public.doors for values with (modulus 1, remainder 0);
alter table public.doors enable row level security;
create policy doors_members on public.doors to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.doors_0 enable row level security;
create policy doors_members on public.doors_0 to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));

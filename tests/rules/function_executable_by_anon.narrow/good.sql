create extension pg_net;
create table public.lists (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id) on delete cascade,
  title text not null,
  share_token text not null unique
);
alter table public.lists enable row level security;
create policy lists_own on public.lists using (owner_id = (select auth.uid()));
create table public.plans (code text primary key, price numeric not null);
alter table public.plans enable row level security;
create policy plans_all on public.plans for select using (true);
create table public.inquiries (id uuid primary key default gen_random_uuid(), body text not null);
alter table public.inquiries enable row level security;
create policy inquiries_send on public.inquiries for insert with check (body <> '');

create schema inner_work;
create function inner_work.erase() returns void language sql set search_path = '' as
$$ delete from public.lists where title = '' $$;
create function public.tidy() returns void
language plpgsql security definer set search_path = '' as $$
begin
  if auth.role() <> 'service_role' then
    raise exception 'not for clients';
  end if;
  perform inner_work.erase();
end $$;

create function public.shared_list(token text) returns setof public.lists
language sql stable security definer set search_path = '' as
$$ select * from public.lists where share_token = token $$;

create function public.price_of(wanted text) returns numeric
language sql stable security definer set search_path = '' as
$$ select price from public.plans where code = wanted $$;

create function public.ask(words text) returns void
language sql security definer set search_path = '' as
$$ insert into public.inquiries (body) values (words) $$;

create function public.titles() returns setof text
language sql stable security definer set search_path = '' as $$ select title from public.lists $$;
grant execute on function public.titles() to anon;

create function public.mine() returns bigint
language sql stable security definer set search_path = '' as
$$ with me as (select auth.uid() as id) select count(*) from public.lists where owner_id = (select id from me) $$;

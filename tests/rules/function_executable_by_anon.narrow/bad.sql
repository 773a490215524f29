create extension pg_net;
create table public.lists (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id) on delete cascade,
  title text not null
);
alter table public.lists enable row level security;
create policy lists_own on public.lists using (owner_id = (select auth.uid()));

create schema inner_work;
create function inner_work.erase() returns void language sql set search_path = '' as
$$ delete from public.lists where title = '' $$;
create function public.tidy() returns void
language plpgsql security definer set search_path = '' as $$ begin perform inner_work.erase(); end $$;

create function public.announce(what text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform net.http_post(url := 'https://example.com/hook', body := jsonb_build_object('what', what));
end $$;

create schema shop;
grant usage on schema shop to anon, authenticated;
create function shop.find_list(wanted uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
  found_title text;
begin
  select title into found_title from public.lists where id = wanted;
  return found_title;
end $$;

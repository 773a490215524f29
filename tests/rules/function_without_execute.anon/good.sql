create table public.articles (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references auth.users (id) on delete cascade,
  is_public boolean not null default false
);
create function public.writes_for(author uuid) returns boolean
language sql stable set search_path = '' as $$ select author = auth.uid() $$;
revoke execute on function public.writes_for(uuid) from public, anon;
alter table public.articles enable row level security;
create policy articles_public on public.articles for select using (is_public);
create policy articles_own on public.articles to authenticated using (public.writes_for(author_id));

create table public.drafts (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references auth.users (id) on delete cascade
);
create function public.is_author(author uuid) returns boolean
language sql stable set search_path = '' as $$ select author = auth.uid() $$;
revoke execute on function public.is_author(uuid) from public, anon;
alter table public.drafts enable row level security;
create policy drafts_own on public.drafts using (public.is_author(author_id));
revoke all on public.drafts from anon;

create function public.shout(word text) returns text language plpgsql immutable set search_path = '' as
$$ begin return upper(word); end $$;
revoke execute on function public.shout(text) from public, anon, authenticated;
create view public.headlines with (security_invoker = true) as
  select id, public.shout('news') as headline from public.articles;
revoke all on public.headlines from anon, authenticated;

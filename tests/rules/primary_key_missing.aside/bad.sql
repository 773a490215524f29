create table public.letters (id uuid primary key default gen_random_uuid(), body text);
-- Copied aside, in a block too
create table public.letters_2024 as select * from public.letters;
do $$
begin
  execute $copy$ create table public.letters_old as select *, now() as moved_at from public.letters $copy$;
end $$;
-- Named for what it keeps
create table public.archived_letters (id uuid, body text);
-- A copy that a function works with is a table like others
create table public.drafts as select * from public.letters;
create function public.draft(p_body text) returns void language sql as
$$ insert into public.drafts (body) values (p_body) $$;

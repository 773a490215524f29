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

create table public.papers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  title text not null
);
create table public.drafts (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  paper_id uuid not null references public.papers (id) on delete cascade,
  number integer not null,
  words text not null
);
create function public.add_draft(p_paper uuid, p_firm uuid, p_words text) returns void language plpgsql as $$
declare
  v_last integer;
begin
  select coalesce(max(number), 0) into v_last from public.drafts where paper_id = p_paper;
  insert into public.drafts (firm_id, paper_id, number, words) values (p_firm, p_paper, v_last + 1, p_words);
end $$;

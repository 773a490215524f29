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
create table public.parcels (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  van text not null,
  label jsonb not null default '{}',
  notes jsonb not null default '{}',
  marks jsonb not null default '{}'
);
create index parcels_firm on public.parcels (firm_id);
create index parcels_van on public.parcels (van);
alter table public.parcels enable row level security;
create policy parcels_read on public.parcels for select to authenticated using (firm_id in (select public.my_firms()));
-- Of the rows of one firm, which an index finds
create function public.labelled(p_firm uuid, p_code text) returns setof public.parcels language sql stable as
$$ select p.* from public.parcels p where p.firm_id = p_firm and p.label ->> 'code' = p_code $$;
-- Of the rows in one van
create function public.noted(p_van text, p_word text) returns setof public.parcels language sql stable as
$$ select p.* from public.parcels p where p.van = p_van and p.notes ->> 'word' = p_word $$;
-- The other side of the OR would use an index as well, and where nothing is given all are wanted
create function public.marked(p_van text, p_marks jsonb) returns setof public.parcels language sql stable as
$$ select p.* from public.parcels p where p.van = p_van or p.marks @> p_marks $$;

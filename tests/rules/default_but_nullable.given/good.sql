create table public.items (id uuid primary key, options jsonb not null default '{}', size integer not null default 1);
create function public.change(p_id uuid, p_size integer) returns void language sql as
$$ update public.items set size = coalesce(p_size, 1) where id = p_id $$;
-- Let go with its user
create table public.letters (
  id uuid primary key,
  written_by uuid default auth.uid() references auth.users (id)
);
revoke all on public.letters from anon, authenticated;

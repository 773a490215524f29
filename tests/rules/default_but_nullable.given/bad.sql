create table public.items (
  id uuid primary key,
  options jsonb default '{}',
  size integer default 1
);
revoke all on public.items from anon, authenticated;
-- A call without options leaves them as they are; one without a size stores NULL
create function public.change(p_id uuid, p_options jsonb, p_size integer) returns void language sql as $$
  update public.items set
    options = case when p_options is null then items.options else items.options || p_options end,
    size = p_size
  where id = p_id
$$;
alter table public.items add column tries integer default 0;
create function public.try(p_id uuid) returns void language sql as
$$ update public.items set tries = tries + 1 where id = p_id $$;

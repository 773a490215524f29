create table public.admins (user_id uuid primary key references auth.users (id) on delete cascade);
alter table public.admins enable row level security;

create function public.admin_sql(statements text[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  statement text;
begin
  if not exists (select 1 from public.admins where user_id = auth.uid()) then
    raise exception 'not for you';
  end if;
  foreach statement in array statements loop
    execute statement;
  end loop;
end $$;

create table public.items (id uuid primary key, state text not null default 'new', size integer default 1);
-- Back again under another name, and nobody thought of NULL.
alter table public.items alter column state drop not null;
alter table public.items drop column state;
alter table public.items add column state text default 'new';
revoke all on public.items from anon, authenticated;
-- What the call leaves out is NULL.
create function public.take(p_id uuid, p_item jsonb) returns void language sql as
$$ insert into public.items (id, size) values (p_id, (p_item ->> 'size')::integer) $$;

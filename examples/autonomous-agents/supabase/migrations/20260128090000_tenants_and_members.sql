-- Tenants, their members, and the two questions every policy asks: which tenant, and is this an admin?

create function public.update_updated_at_column()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := pg_catalog.now();
  return new;
end;
$$;

create table public.tenants (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(btrim(name)) between 1 and 120),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 63),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- A person may belong to several tenants and works in one of them at a time.
create table public.tenant_members (
  tenant_id uuid not null references public.tenants (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  is_current boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);

create index idx_tenant_members_user_id on public.tenant_members (user_id);
create unique index idx_tenant_members_current on public.tenant_members (user_id) where is_current;

create trigger update_tenants_updated_at
  before update on public.tenants
  for each row execute function public.update_updated_at_column();

create trigger update_tenant_members_updated_at
  before update on public.tenant_members
  for each row execute function public.update_updated_at_column();

-- The tenant a user is working in. Runs as its owner, so that policies on tenant_members may call it.
create function public.get_user_tenant_id(p_user_id uuid)
returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select m.tenant_id
  from public.tenant_members m
  where m.user_id = p_user_id
    and m.is_current
$$;

create function public.is_admin(p_user_id uuid)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
    select 1
    from public.tenant_members m
    where m.user_id = p_user_id
      and m.role in ('owner', 'admin')
  )
$$;

-- Work in another tenant that the caller already belongs to.
create function public.switch_tenant(p_tenant_id uuid)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not exists (
    select 1
    from public.tenant_members m
    where m.tenant_id = p_tenant_id
      and m.user_id = auth.uid()
  ) then
    raise exception 'not a member of this tenant' using errcode = '42501';
  end if;

  update public.tenant_members
  set is_current = false
  where user_id = auth.uid() and is_current and tenant_id <> p_tenant_id;

  update public.tenant_members
  set is_current = true
  where user_id = auth.uid() and tenant_id = p_tenant_id and not is_current;
end;
$$;

revoke execute on function public.switch_tenant(uuid) from public, anon;
grant execute on function public.switch_tenant(uuid) to authenticated;

alter table public.tenants enable row level security;
alter table public.tenant_members enable row level security;

create policy "Members can view their tenants"
  on public.tenants for select to authenticated
  using (
    id in (
      select m.tenant_id
      from public.tenant_members m
      where m.user_id = (select auth.uid())
    )
  );

create policy "Members can view their memberships and colleagues"
  on public.tenant_members for select to authenticated
  using (
    user_id = (select auth.uid())
    or tenant_id = (select public.get_user_tenant_id((select auth.uid())))
  );

-- Tenants and memberships are written by the backend only.
revoke all on public.tenants, public.tenant_members from anon, authenticated;
grant select on public.tenants, public.tenant_members to authenticated;

comment on column public.tenant_members.is_current is
  'The tenant this user is working in; at most one per user';

"""A history of migrations of any length, made by a script: tables with keys, indexes, policies, functions and
triggers.
"""

from __future__ import annotations

from pathlib import Path

_START = """
create table public.tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  tenant_id uuid not null references public.tenants on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  primary key (tenant_id, user_id));
create index on public.members (user_id);
create function public.my_tenants() returns setof uuid
  language sql stable security definer set search_path = ''
  as $$ select tenant_id from public.members where user_id = (select auth.uid()) $$;
alter table public.tenants enable row level security;
alter table public.members enable row level security;
create policy tenants_read on public.tenants for select to authenticated
  using (id in (select public.my_tenants()));
create policy members_read on public.members for select to authenticated
  using (user_id = (select auth.uid()));
create function public.touch() returns trigger language plpgsql set search_path = ''
  as $$ begin new.updated_at := now(); return new; end $$;
"""

_TABLE = """
create table public.{name} (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants on delete cascade,
  parent_id uuid,
  title text not null check (title <> ''),
  payload jsonb not null default '{{}}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (tenant_id, id){parent});
comment on table public.{name} is 'rows of kind {number}';
create index {name}_tenant on public.{name} (tenant_id, created_at desc);
create index {name}_parent on public.{name} (parent_id);
alter table public.{name} enable row level security;
create policy {name}_read on public.{name} for select to authenticated
  using (tenant_id in (select public.my_tenants()));
create policy {name}_add on public.{name} for insert to authenticated
  with check (tenant_id in (select public.my_tenants()));
create policy {name}_edit on public.{name} for update to authenticated
  using (tenant_id in (select public.my_tenants())) with check (tenant_id in (select public.my_tenants()));
create trigger {name}_touch before update on public.{name} for each row execute function public.touch();
alter table public.{name} add column note_{number} text;
"""


_CARRIES = (
    ",\n  foreign key (tenant_id, parent_id) references public.{parent} (tenant_id, id) on delete cascade"
)
_CROSSES = ",\n  foreign key (parent_id) references public.{parent} on delete set null"


def write_history(folder: Path, files: int, *, faults: bool, tables_per_file: int = 2) -> int:
    """Writes `files` migrations below `folder` in Supabase's layout and returns how many tables they make.

    With `faults` every table but the first references its parent without the tenant: one fix each to try.
    """
    target = folder / "supabase" / "migrations"
    target.mkdir(parents=True)
    tables: list[str] = []
    for number in range(files):
        parts = [_START] if number == 0 else []
        for _ in range(tables_per_file):
            name = f"kind_{len(tables)}"
            reference = _CROSSES if faults else _CARRIES
            parent = reference.format(parent=tables[-1]) if tables else ""
            parts.append(_TABLE.format(name=name, number=len(tables), parent=parent))
            tables.append(name)
        (target / f"{20260101000000 + number}_step.sql").write_text("".join(parts), "utf-8")
    return len(tables)

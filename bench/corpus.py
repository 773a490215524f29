"""Small migrations by the thousand, made by a script: tables, and what is done to them later."""

from __future__ import annotations

import random
from pathlib import Path

_TABLE = """create table public.{table} (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  title text not null check (title <> ''),
  payload jsonb not null default '{{}}',
  created_at timestamptz not null default now()
);
create index {table}_tenant on public.{table} (tenant_id, created_at desc);
alter table public.{table} enable row level security;
"""
_LATER = (
    "alter table public.{table} add column note_{number} text;\n",
    "create index {table}_{number} on public.{table} (title);\n",
    "create index concurrently {table}_{number} on public.{table} (title);\n",
    "alter table public.{table} add constraint c_{number} check (title <> 'x');\n",
    "alter table public.{table} alter column title type varchar(200);\n",
    "create policy p_{number} on public.{table} for select using (tenant_id = auth.uid());\n",
)


def write_corpus(folder: Path, files: int, seed: int = 7) -> None:
    """Writes `files` small migrations into `folder`; a third make a table, the others change one."""
    choice = random.Random(seed)
    tables: list[str] = []
    for number in range(files):
        if number < 20 or choice.random() < 0.35:
            tables.append(f"kind_{number}")
            text = _TABLE.format(table=tables[-1])
        else:
            text = choice.choice(_LATER).format(table=choice.choice(tables), number=number)
        (folder / f"{20260101000000 + number}_step.sql").write_text(text, "utf-8")


_WIDE = """create table public.t{n} (
  id int primary key, a int not null, b text, constraint k{n} check (a > 0)
);
create index x{n} on public.t{n} (a);
create table public.p{n} (a int) partition by range (a);
create table public.q{n} partition of public.p{n} for values from (0) to (9);
create type public.e{n} as enum ('a');
create domain public.d{n} as text check (value <> '');
create materialized view public.m{n} as select * from public.t{n};
"""
_CHANGED = """alter table public.t{n} drop constraint k{n};
alter table public.t{n} add constraint l{n} check (a > 1) not valid;
alter table public.t{n} validate constraint l{n};
drop index public.x{n};
create index concurrently if not exists y{n} on public.t{n} (a);
alter table public.p{n} detach partition public.q{n};
alter table public.t{n} add column s serial;
alter table public.t{n} alter column b set not null;
alter table public.t{n} alter column b type varchar(10);
alter type public.e{n} add value 'b';
alter table public.t{n} add column c public.d{n};
refresh materialized view public.m{n};
update public.t{n} set b = 'x';
do $$ begin alter table public.p{n} add column y int; end $$;
alter table public.t{n} rename to u{n};
"""


def write_wide(folder: Path, tables: int) -> None:
    """Writes two migrations: many tables, and one file that does to each all that rules on locks look at."""
    for name, text in (("1_made.sql", _WIDE), ("2_changed.sql", _CHANGED)):
        (folder / name).write_text("".join(text.format(n=number) for number in range(tables)), "utf-8")

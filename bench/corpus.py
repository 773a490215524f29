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

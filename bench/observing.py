"""What it costs to watch a new migration on tables in use, above running it, in copies of one database."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from history import write_history
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog
from pgassay.read.migrations import read_migrations
from pgassay.read.observe import observe
from pgassay.read.replay import replay
from pgassay.rows import fill
from timing import Times

_GOAL_MS = 3.0
_ROUNDS = 9

_NEW = """
alter table public.{name} add column flag boolean not null default false;
alter table public.{name} add constraint titled check (length(title) < 200) not valid;
alter table public.{name} validate constraint titled;
alter table public.{name} alter column payload set not null;
create index on public.{name} (flag);
comment on column public.{name}.flag is 'x';
update public.{name} set flag = true where title = 'x';
alter policy {name}_read on public.{name} using (flag);
alter table public.{name} alter column title type varchar(300);
do $$ begin alter table public.{name} drop column flag cascade; end $$;
"""


def _run(folder: Path, server: Server, tables: int) -> None:
    new = folder / "supabase" / "migrations" / "20270101000000_new.sql"
    new.write_text("".join(_NEW.format(name=f"kind_{number}") for number in range(tables)), "utf-8")
    migrations = read_migrations([folder]).migrations
    old, last = migrations[:-1], migrations[-1:]
    taken: dict[str, list[float]] = {"run": [], "watched": []}
    with server.database() as database:
        failures = replay(server, old, database=database).failures
        assert not failures, failures[0]
        with server.admin(database) as admin:
            catalog = read_catalog(admin)
        with server.migrator(database, unbent=True) as connection:
            filled = fill(connection, catalog, {one.identity for one in catalog.relations})
        for turn in range(_ROUNDS + 1):
            with server.copy(database) as copy:
                start = time.perf_counter()
                assert not replay(server, last, database=copy).failures
                taken["run"].append(time.perf_counter() - start)
            with server.copy(database) as copy:
                start = time.perf_counter()
                seen = observe(server, last, copy, rows=filled.counts)
                taken["watched"].append(time.perf_counter() - start)
                assert not [one.error for one in seen if one.error is not None]
            if turn == 0:
                taken = {"run": [], "watched": []}
    run, watched = (Times(seconds=tuple(taken[name])) for name in ("run", "watched"))
    count = len(last[0].statements)
    print(f"{count} statements on {tables} tables with rows")
    print(f"  run      {run}")
    print(f"  watched  {watched}")
    more = (min(watched.seconds) - min(run.seconds)) * 1000 / count
    print(f"  watching a statement costs {more:.1f} ms more at best (goal {_GOAL_MS})")


if __name__ == "__main__":
    with Server.start(platform="supabase") as server:
        for tables in (4, 20):
            with tempfile.TemporaryDirectory() as folder:
                write_history(Path(folder), tables // 2, faults=False)
                _run(Path(folder), server, tables)

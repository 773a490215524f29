"""Times reading a catalog against `pg_dump --schema-only` of the same database, the two in turn.

    PYTHONPATH=src python bench/catalog.py [--tables 100 1000 5000] [--rounds 7]

Both sides read as the owner of the tables and pay for their own connection. Times are milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import time
from collections.abc import Callable

import psycopg

from pgassay.postgres.connect import run
from pgassay.postgres.install import installed
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog

_BATCH = 100

_TABLE = """
CREATE TABLE public.item_{n} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    parent_id bigint REFERENCES public.item_{parent} ON DELETE CASCADE,
    name text NOT NULL,
    state text NOT NULL DEFAULT 'new',
    content jsonb DEFAULT '{{}}',
    created_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now()
);
CREATE INDEX item_{n}_by_time ON public.item_{n} (tenant_id, created_at DESC);
CREATE INDEX item_{n}_new ON public.item_{n} (parent_id) WHERE state = 'new';
ALTER TABLE public.item_{n} ENABLE ROW LEVEL SECURITY;
CREATE POLICY "See item {n}" ON public.item_{n} FOR SELECT TO PUBLIC
    USING (tenant_id = (SELECT pg_catalog.current_setting('app.tenant')::uuid));
CREATE POLICY "Write item {n}" ON public.item_{n} FOR INSERT
    WITH CHECK (tenant_id = (SELECT pg_catalog.current_setting('app.tenant')::uuid) AND state = 'new');
"""


def make_tables(connection: psycopg.Connection, first: int, last: int) -> None:
    """Tables `first` up to but not including `last`; each refers to the one before, the first to itself."""
    for start in range(first, last, _BATCH):
        numbers = range(start, min(start + _BATCH, last))
        run(connection, "".join(_TABLE.format(n=n, parent=max(n - 1, 0)) for n in numbers))
        connection.commit()


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call took."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def in_turn(works: list[Callable[[], object]], rounds: int) -> list[list[float]]:
    """The times of each of `works`, taken in turn so that a busy moment falls on all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            taken.append(milliseconds(work))
    return times


def compare(server: Server, database: str, rounds: int) -> str:
    """One line: minima and medians of both, and how many times longer pg_dump took."""
    with server.migrator(database) as connection:
        host = connection.info.host
    # Schema pgassay is the server's recorder: read_catalog leaves it out too.
    command = [installed().program("pg_dump"), "--schema-only", "--exclude-schema=pgassay"]
    command += ["--host", host, "--username", "postgres", database]

    def dump() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def read() -> None:
        with server.migrator(database) as connection:
            read_catalog(connection)

    ours, theirs = in_turn([read, dump], rounds)
    least, middle = min(theirs) / min(ours), statistics.median(theirs) / statistics.median(ours)
    columns = [min(ours), statistics.median(ours), min(theirs), statistics.median(theirs)]
    return "".join(f"{column:9.0f}" for column in columns) + f"{least:11.2f}{middle:9.2f}"


def main() -> None:
    """Makes the tables step by step in one database and prints a line for each step."""
    parser = argparse.ArgumentParser(description="Times read_catalog against pg_dump --schema-only.")
    parser.add_argument("--tables", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    print("            read_catalog           pg_dump         pg_dump / read_catalog")
    print(" tables  minimum   median  minimum   median    minimum   median")
    made = 0
    with Server.start(platform="plain") as server, server.database() as database:
        for tables in sorted(arguments.tables):
            with server.migrator(database) as connection:
                make_tables(connection, made, tables)
            made = tables
            print(f"{tables:7} {compare(server, database, arguments.rounds)}", flush=True)


if __name__ == "__main__":
    main()

"""An UPDATE in batches does to the rows what the statement does."""

from __future__ import annotations

import psycopg
import pytest

from pgassay.postgres.connect import run, run_through
from pgassay.postgres.parse import split_statements
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog
from pgassay.read.sending import runs_alone
from pgassay.rules.batches import updated_in_batches

MADE = """
CREATE TABLE public."Bins" (shop text, number bigint, held integer, note text, PRIMARY KEY (shop, number));
INSERT INTO public."Bins"
SELECT CASE WHEN i % 3 = 0 THEN 'a' ELSE 'b' END, i, i % 7, NULL FROM generate_series(1, 10003) AS i;
"""


def batches(connection: psycopg.Connection, text: str) -> str | None:
    catalog = read_catalog(connection)
    (statement,), _ = split_statements(text, "test")
    return updated_in_batches(catalog, catalog.relation['public."Bins"'], statement)


def rows(connection: psycopg.Connection) -> list[tuple[object, ...]]:
    return run(connection, 'SELECT * FROM public."Bins" ORDER BY shop, number').fetchall()


@pytest.mark.parametrize(
    "text",
    [
        'UPDATE public."Bins" SET held = held + 1',
        "UPDATE \"Bins\" AS one SET held = held + 1, note = 'where' WHERE (held > 3) OR shop = 'a' -- all",
        'update public."Bins" set note = $tag$ where $tag$ /* where */ where note is null and number < 80;',
    ],
)
def test_rows_are_what_the_statement_makes_them(server: Server, text: str) -> None:
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        run(connection, MADE)
        before = rows(connection)
        run(connection, text)
        meant = rows(connection)
        run(connection, 'TRUNCATE public."Bins"')
        run(connection, MADE.partition(";")[2])
        assert rows(connection) == before
        found = batches(connection, text)
        assert found is not None
        (statement,), _ = split_statements(found, "fix")
        assert runs_alone(statement)
        run_through(connection, statement.sql)
        assert rows(connection) == meant != before


@pytest.mark.parametrize(
    "text",
    [
        'UPDATE public."Bins" SET number = number + 1',
        'UPDATE public."Bins" SET held = (SELECT max(held) FROM public."Bins")',
        'UPDATE public."Bins" AS one SET held = b.held FROM public."Bins" AS b WHERE b.held > 3',
        "UPDATE public.\"Bins\" SET note = E'\\''",
        'UPDATE public."Bins" SET note = $batches$where$batches$',
        'DELETE FROM public."Bins"',
    ],
)
def test_what_would_do_another_thing_is_not_written(server: Server, text: str) -> None:
    with server.database() as database, server.migrator(database) as connection:
        connection.autocommit = True
        run(connection, MADE.partition(";")[0])
        assert batches(connection, text) is None

"""Where text becomes something Postgres executes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, LiteralString, cast

import psycopg
from psycopg.rows import tuple_row
from psycopg.types.string import TextLoader

# Any, here and below: psycopg's row type follows the connection's row factory, which is left alone.
Params = Sequence[object] | Mapping[str, object] | None


def run(connection: psycopg.Connection[Any], text: str, params: Params = None) -> psycopg.Cursor[Any]:
    """The cursor of an executed statement, its rows read. Values go into `params`, never into the text.

    Without `params` the text may hold several statements; `Cursor.nextset` then leads through their results.
    The statement is not prepared on the server.

    Raises psycopg.Error as the server or the driver reports it.
    """
    return connection.execute(_executable(text), params, prepare=False)


def rows_of(cursor: psycopg.Cursor[Any]) -> Iterator[Any]:
    """The rows of all results of a text that held several statements, in order."""
    more: bool | None = True
    while more:
        if cursor.description is not None:
            yield from cursor.fetchall()
        more = cursor.nextset()


def stream(
    connection: psycopg.Connection[Any], text: str, params: Params = None
) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement as they arrive, so that memory does not grow with them; JSON comes as text.

    A caller that stops early has the statement cancelled. It is sent when the first row is asked for.

    Raises psycopg.Error as the server or the driver reports it.
    """
    with connection.cursor(row_factory=tuple_row) as cursor:
        # psycopg's own decoding of JSON takes several times as long as a decoder that knows what to expect.
        for kind in ("json", "jsonb"):
            cursor.adapters.register_loader(kind, TextLoader)
        yield from cursor.stream(_executable(text), params)


def _executable(text: str) -> LiteralString:
    """The text as psycopg wants it, which takes only what is known when the program is written.

    That keeps names and values from being pasted into SQL. What comes from a file of ours, a checked step or
    a migration is not known then. The cast stands here and nowhere else: one search finds every place that
    executes text.
    """
    return cast(LiteralString, text)

"""Where text becomes something Postgres executes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, LiteralString, cast

import psycopg

# Any, here and below: psycopg's row type follows the connection's row factory, which these functions leave alone.
Params = Sequence[object] | Mapping[str, object] | None


def run(connection: psycopg.Connection[Any], text: str, params: Params = None) -> psycopg.Cursor[Any]:
    """The cursor of an executed statement, its rows read. Values go into `params`, never into the text.

    Without `params` the text may hold several statements; `Cursor.nextset` then leads through their results.
    The statement is not prepared on the server.

    Raises psycopg.Error as the server or the driver reports it.
    """
    return connection.execute(_executable(text), params, prepare=False)


def stream(connection: psycopg.Connection[Any], text: str, params: Params = None) -> Iterator[Any]:
    """The rows of one statement as they arrive, so that memory does not grow with their number.

    A caller that stops early has the statement cancelled. The statement is sent when the first row is asked for.

    Raises psycopg.Error as the server or the driver reports it.
    """
    with connection.cursor() as cursor:
        yield from cursor.stream(_executable(text), params)


def _executable(text: str) -> LiteralString:
    """psycopg takes only text known when the program is written, so that no name or value is ever pasted into SQL.

    What comes from a file of ours, a checked step or a migration is not known then. The cast stands here and nowhere
    else: one search finds every place that executes text.
    """
    return cast(LiteralString, text)

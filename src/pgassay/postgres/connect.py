"""Where text becomes something Postgres executes."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, LiteralString, cast

import psycopg
from psycopg.generators import fetch, send
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.rows import tuple_row
from psycopg.types.string import TextLoader

# Any, here and below: psycopg's row type follows the connection's row factory, which is left alone.
Params = Sequence[object] | Mapping[str, object] | None

_COPYING = (ExecStatus.COPY_IN, ExecStatus.COPY_OUT, ExecStatus.COPY_BOTH)
_NOTICES_KEPT = 100
_READS_OR_SENDS = "the statement reads or sends rows outside itself"
# What decides where a string ends, and which bytes are one character.
_READING = {"standard_conforming_strings": "on", "client_encoding": "UTF8"}


# What the driver logs is for us: what a user is to know, a report or an error says.
logging.getLogger("psycopg").addHandler(logging.NullHandler())


def told(error: psycopg.Error) -> str:
    """What Postgres said, in one line; where it said nothing, that the session is gone: what the driver makes
    of that tells of its insides.
    """
    said = error.diag.message_primary or ""
    if not said and isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        # Who is turned away at the door is told so in the driver's own words, and Postgres's behind them.
        said = str(error).partition("FATAL:")[2]
        said = said or (_READS_OR_SENDS if str(error) == _READS_OR_SENDS else "the session was lost")
    return (said or str(error)).strip().split("\n")[0]


def limit_notices(connection: psycopg.Connection[Any]) -> None:
    """Hands on the first hundred notices of a connection and drops the others."""
    # A migration can raise notices by the million; libpq drops them cheaply once nobody listens.
    listener = connection.pgconn.notice_handler
    seen = itertools.count(1)

    def listen(result: psycopg.pq.abc.PGresult) -> None:
        if next(seen) > _NOTICES_KEPT:
            connection.pgconn.notice_handler = None
        elif listener is not None:
            listener(result)

    connection.pgconn.notice_handler = listen


def run(connection: psycopg.Connection[Any], text: str, params: Params = None) -> psycopg.Cursor[Any]:
    """The cursor of an executed statement, its rows read. Values go into `params`, never into the text.

    Without `params` the text may hold several statements; `Cursor.nextset` then leads through their results.
    The statement is not prepared on the server.

    Raises psycopg.Error as the server or the driver reports it.
    """
    try:
        return connection.execute(_executable(text), params, prepare=False)
    except UnicodeEncodeError as error:
        raise _unwritable(error) from error


#: What a step is taken back to. It stands before the step is sent: a text that cannot even be parsed is not
#: begun, its own SAVEPOINT neither.
_STANDING = "SAVEPOINT pgassay_step"
_BACK = "ROLLBACK TO SAVEPOINT pgassay_step"


def stand(connection: psycopg.Connection[Any]) -> None:
    """Sets, in a transaction, the place that `run_within` and `run_undone` go on from."""
    run(connection, _STANDING)


def run_within(connection: psycopg.Connection[Any], text: str) -> psycopg.Cursor[Any]:
    """Executes a text inside a transaction that `stand` has prepared; of one that fails nothing stays.

    There and back is one way. The results of the text come first.

    Raises psycopg.Error as the server or the driver reports it.
    """
    return _step(connection, f"{text}\n;RELEASE SAVEPOINT pgassay_step;{_STANDING}")


def run_undone(connection: psycopg.Connection[Any], text: str) -> psycopg.Cursor[Any]:
    """Executes a text inside a transaction that `stand` has prepared, and takes back what it did.

    Raises psycopg.Error as the server or the driver reports it.
    """
    return _step(connection, f"{text}\n;{_BACK}")


def _step(connection: psycopg.Connection[Any], text: str) -> psycopg.Cursor[Any]:
    try:
        return run(connection, text)
    except psycopg.Error:
        if not connection.closed:
            run(connection, _BACK)
        raise


def rows_of(cursor: psycopg.Cursor[Any]) -> Iterator[Any]:
    """The rows of all results of a text that held several statements, in order."""
    more: bool | None = True
    while more:
        if cursor.description is not None:
            yield from cursor.fetchall()
        more = cursor.nextset()


def run_through(connection: psycopg.Connection[Any], text: str) -> bytes | None:
    """Executes a text and returns the first value of its very last row; other rows are thrown away as they
    arrive.

    What others wrote answers with as many rows as it likes, and not only a SELECT does: a rule can. The text
    may hold several statements. A connection on which one starts a COPY is closed: only rows would end it.

    Raises psycopg.Error as the server or the driver reports it.
    """
    pgconn = connection.pgconn
    last: bytes | None = None
    failed: PGresult | None = None
    with connection.lock:
        pgconn.send_query(_encoded(connection, text))
        pgconn.set_single_row_mode()
        connection.wait(send(pgconn))
        for result in _arriving(connection):
            if result.status in _COPYING:
                connection.close()
                raise psycopg.OperationalError(_READS_OR_SENDS)
            if result.status == ExecStatus.FATAL_ERROR:
                failed = failed or result
            elif result.ntuples and result.nfields:
                last = result.get_value(result.ntuples - 1, 0)
    if failed is not None:
        raise psycopg.errors.error_from_result(failed, connection.info.encoding)
    return last


def _arriving(connection: psycopg.Connection[Any]) -> Iterator[PGresult]:
    """The results of what was sent; to wait costs ten times as much as a row, so only where there is none."""
    pgconn = connection.pgconn
    while True:
        result = connection.wait(fetch(pgconn)) if pgconn.is_busy() else pgconn.get_result()
        if result is None:
            return
        yield result


def read_alike(connection: psycopg.Connection[Any]) -> None:
    """Makes the server read text as our parser does again, where a statement has changed that.

    Otherwise what is one statement to us would be several to the server. Costs nothing where nothing changed.
    """
    for name, value in _READING.items():
        if connection.info.parameter_status(name) not in (value, None):
            run(connection, f"SET {name} TO '{value}'")


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


def _encoded(connection: psycopg.Connection[Any], text: str) -> bytes:
    try:
        return _executable(text).encode(connection.info.encoding)
    except UnicodeEncodeError as error:
        raise _unwritable(error) from error


def _unwritable(error: UnicodeEncodeError) -> psycopg.DataError:
    return psycopg.DataError(f"the text cannot be written in the encoding of the session: {error.reason}")


def _executable(text: str) -> LiteralString:
    """The text as psycopg wants it, which takes only what is known when the program is written.

    That keeps names and values from being pasted into SQL. What comes from a file of ours, a checked step or
    a migration is not known then. The cast stands here and nowhere else: one search finds every place that
    executes text.
    """
    return cast(LiteralString, text)

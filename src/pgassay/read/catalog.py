"""A connection to the database as Postgres describes it: one statement, one JSON value for each kind."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, get_type_hints

import msgspec
import psycopg
from psycopg.pq import TransactionStatus

from pgassay.errors import ServerError
from pgassay.model.catalog import Catalog
from pgassay.postgres.connect import run, stream, told

_VERSION = """SELECT 'version' AS name,
    pg_catalog.to_json(pg_catalog.current_setting('server_version_num')::integer) AS value"""


def read_catalog(connection: psycopg.Connection[Any]) -> Catalog:
    """Everything pgassay knows of the connected database, from one statement, each kind sorted by identity.

    An idle connection gets a read-only transaction at repeatable read. A connection inside a transaction
    stays in it and sees what that transaction has done so far. Both ways the settings by which names and
    constants are printed (search_path, time zone …) are pinned meanwhile and as before afterwards. It runs
    nothing of the user's. Superusers and ordinary roles read the same.

    Raises ServerError when the server went away, cancelled the statement, or another session kept a table
    locked for 10 seconds.
    """
    idle = connection.info.transaction_status is TransactionStatus.IDLE
    try:
        # Rolled back to where it began, also inside a running transaction: that gives the settings back.
        with connection.transaction(force_rollback=True):
            if idle:
                run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            run(connection, _text("settings.sql"))
            # One kind is decoded while the server gathers the next.
            kinds = {
                name: _decoder(name).decode(value) for name, value in stream(connection, catalog_query())
            }
    except psycopg.Error as error:
        raise ServerError(f"the database's catalog could not be read: {told(error)}") from error
    return Catalog(**kinds)


@cache
def catalog_query() -> str:
    """The one statement. A row is a field of `Catalog` with its value as JSON, from the file of that name."""
    rows = [_VERSION]
    for name in get_type_hints(Catalog):
        if name not in ("version", "statistics"):
            items = _text(f"queries/{name}.sql")
            rows.append(
                f"SELECT '{name}', coalesce(pg_catalog.json_agg(item), '[]') FROM (\n{items}) AS item"
            )
    return _text("queries.sql") + "\nUNION ALL\n".join(rows)


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Any]:  # Any: the type of that field of Catalog
    return msgspec.json.Decoder(get_type_hints(Catalog)[kind])


def _text(name: str) -> str:
    return files("pgassay.read").joinpath(name).read_text(encoding="utf-8")

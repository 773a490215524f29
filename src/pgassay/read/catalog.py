"""A connection to the database as Postgres describes it: one statement, one JSON value, decoded once."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import psycopg
from psycopg.pq import TransactionStatus

from pgassay.errors import ServerError
from pgassay.model.catalog import Catalog
from pgassay.postgres.connect import run

_UNREADABLE = "the database's catalog could not be read: {error}"


def read_catalog(connection: psycopg.Connection[Any]) -> Catalog:
    """Everything pgassay knows of the connected database, from one statement, sorted by identity.

    An idle connection gets a read-only transaction at repeatable read. A connection inside a transaction stays in
    it and sees what that transaction has done so far. Both ways the settings that names and constants are printed
    by (search_path, time zone …) are pinned while it reads and are as before afterwards. It reads, and runs nothing
    of the user's. Superusers and ordinary roles see the same.

    Raises ServerError when the server went away, cancelled the statement, or another session held a table locked
    for 10 seconds.
    """
    idle = connection.info.transaction_status is TransactionStatus.IDLE
    try:
        # Rolled back to the start, also inside a running transaction: that is what gives the settings back.
        with connection.transaction(force_rollback=True):
            if idle:
                run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            run(connection, _query("settings.sql"))
            cursor = run(connection, catalog_query())
            # Read as bytes: psycopg's own decoding of a large JSON value costs twice the query.
            document = cursor.pgresult.get_value(0, 0) if cursor.pgresult else None
            encoding = connection.info.encoding
    except psycopg.OperationalError as error:
        raise ServerError(_UNREADABLE.format(error=str(error).strip())) from error
    if document is None:
        raise ServerError(_UNREADABLE.format(error="the server sent no value"))
    if encoding != "utf-8":
        document = document.decode(encoding, "backslashreplace").encode()
    return msgspec.json.decode(document, type=Catalog)


@cache
def catalog_query() -> str:
    """The one statement: a JSON object with a member for each field of `Catalog`, from the file of that name."""
    members = ["'version', pg_catalog.current_setting('server_version_num')::integer"]
    for field in fields(Catalog):
        if field.name != "version":
            rows = _query(f"queries/{field.name}.sql")
            members.append(
                f"'{field.name}', (SELECT coalesce(pg_catalog.json_agg(item), '[]') FROM (\n{rows}) AS item)"
            )
    return "SELECT pg_catalog.json_build_object(\n" + ",\n".join(members) + ")"


def _query(name: str) -> str:
    return files("pgassay.read").joinpath(name).read_text(encoding="utf-8")

"""A connection to what its database has counted while it was in use."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import msgspec
import psycopg

from pgassay.errors import ServerError
from pgassay.model.statistics import Statistics
from pgassay.postgres.connect import run, stream, told

_DECODER = msgspec.json.Decoder(Statistics)


def read_statistics(connection: psycopg.Connection[Any]) -> Statistics:
    """What the connected database has counted, from one statement that runs nothing of the user's.

    Sizes are looked up, rows are not read. A role that may not read a sequence, or the statistics of a
    column, gets None there.

    Raises ServerError when the server went away or a table was locked for 10 seconds.
    """
    text = files("pgassay.read").joinpath("statistics.sql").read_text(encoding="utf-8")
    try:
        with connection.transaction(force_rollback=True):
            run(connection, "SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL lock_timeout = '10s'")
            ((document,),) = stream(connection, text)
    except psycopg.OperationalError as error:
        raise ServerError(f"the database's statistics could not be read: {told(error)}") from error
    return _DECODER.decode(document)

"""Runs every migration file twice in a row, to see which cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgassay.model.source import Migration
from pgassay.read.failures import Failure
from pgassay.read.replay import Replay, replay

if TYPE_CHECKING:
    from pgassay.postgres.server import Server


def repeated(
    server: Server, migrations: tuple[Migration, ...], first: Replay, baseline: Migration | None = None
) -> tuple[Failure, ...]:
    """The statements that the second run of their file refuses, and that `first`, the ordinary replay, did
    not.

    Works in a database of its own, which is gone afterwards. Raises ServerError when the server is gone.
    """
    refused = {failure.statement.number for failure in first.failures}
    found: list[Failure] = []
    whole = migrations if baseline is None else (baseline, *migrations)
    with server.database() as database:
        if baseline is not None:
            replay(server, (baseline,), database=database, whole=whole)
        for migration in migrations:
            replay(server, (migration,), database=database, whole=whole)
            again = replay(server, (migration,), database=database, whole=whole)
            found += [failure for failure in again.failures if failure.statement.number not in refused]
    return tuple(found)

"""Runs migrations statement by statement as the migration role, and goes on after an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pgassay.model.source import Migration
from pgassay.read.distrust import Distrust
from pgassay.read.failures import explained
from pgassay.read.names import versions_asked
from pgassay.read.outside import Outside
from pgassay.read.recorded import entries
from pgassay.read.replayed import Replay as Replay
from pgassay.read.sending import runs_of
from pgassay.read.supplying import Supplying

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

Progress = Callable[[str, int, int], None]


def replay(
    server: Server,
    migrations: tuple[Migration, ...],
    *,
    database: str = "postgres",
    progress: Progress | None = None,
    pause: tuple[int, Callable[[], None]] | None = None,
    distrust: Distrust | None = None,
    whole: Sequence[Migration] | None = None,
) -> Replay:
    """Runs all statements of all migrations in a database of the server.

    One transaction a file, a savepoint a statement; what must run alone does. Settings are reset between
    files. `pause` is a migration's index and what to do before it, while nobody is connected to the database.
    `distrust` names statements with which a server went down before. What none of the `whole` set (default:
    these migrations) makes is stood in for when it is asked for.

    Raises ServerKilled when the server goes down, and ServerError when it is gone for another reason.
    """
    server.offer_versions(versions_asked(one for migration in migrations for one in migration.statements))
    outside = Outside(migrations if whole is None else whole)
    session = Supplying(server, database, distrust or Distrust(), outside)
    recorded = entries(server.platform, migrations)
    total = sum(len(migration.statements) for migration in migrations)
    try:
        for index, migration in enumerate(migrations):
            if pause is not None and index == pause[0]:
                session.away(pause[1])
            session.start_file()
            for statements in runs_of(migration.statements):
                if progress is not None:
                    progress(migration.path, statements[0].number, total)
                session.statements(statements)
            session.end_file(recorded.get(migration.path))
        session.finish()
    finally:
        session.connection.close()
    return Replay(
        applied=session.applied,
        failures=tuple(outside.laid(explained(session.failures, migrations))),
        skipped=tuple(session.skipped),
        marks=tuple(session.marks),
        unrun=tuple(session.unrun),
        placeholders=tuple(outside.placeholders),
        supplied=tuple(session.supplied),
        roles=tuple(outside.roles.items()),
        tablespaces=tuple(outside.tablespaces.made.items()),
        passed_over=tuple(session.overheard.found),
    )

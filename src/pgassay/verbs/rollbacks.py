"""Runs every rollback file on a database of its own: up, down, and up again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import psycopg
from msgspec.structs import replace

from pgassay.errors import ServerError
from pgassay.model.catalog import Catalog
from pgassay.model.source import Migration
from pgassay.postgres.connect import told
from pgassay.read.distrust import Distrust, ServerKilled
from pgassay.read.failures import Failure
from pgassay.read.migrations import Source
from pgassay.read.names import plain_name
from pgassay.read.replay import Replay, replay
from pgassay.read.rollbacks import WayBack, changes_server
from pgassay.referee.differences import differences, extension_members
from pgassay.referee.fingerprint import describe

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

_SECONDS = 60.0

#: So many objects are described in all; at least so many rollbacks are run whatever a description costs.
_DESCRIBED, _AT_LEAST = 100_000, 10

#: Failures that are the server's here, and no fault of the file.
_OURS = ("limit", "lost", "refused")


def ways_back(
    server: Server, source: Source, replayed: Replay, catalog: Catalog, distrust: Distrust | None = None
) -> tuple[WayBack, ...]:
    """What came of each rollback of `source`, in the order of the migrations.

    Each is run on a copy of the database as its migration leaves it, with everything before and nothing after
    it, and the migration again behind it. `replayed` is the ordinary replay, and `catalog` what it made.

    The cost is one more replay of the set, and for each rollback that is run a copy of the database, a second
    run of its migration and two descriptions of the schema. Of a large schema only so many of the newest
    rollbacks are run that the descriptions stay within a fixed number of objects.

    Raises ServerKilled when a statement takes the server down, ServerError when it is gone otherwise.
    """
    pairs = [
        (index, one, source.undo[one.path])
        for index, one in enumerate(source.migrations)
        if one.statements and one.path in source.undo and _holds_any(source.undo[one.path])
    ]
    if not pairs:
        return ()
    most = max(_AT_LEAST, _DESCRIBED // (2 * _size(catalog)))
    walk = _Walk(server=server, source=source, replayed=replayed, distrust=distrust or Distrust())
    found = [walk.unasked(one, undo, most) for _, one, undo in pairs[:-most]]
    with server.database() as base:
        done = 0
        if source.baseline is not None:
            walk.forward(base, (source.baseline,))
        for index, migration, undo in pairs[-most:]:
            walk.forward(base, source.migrations[done:index])
            found.append(walk.way_back(base, migration, undo))
            done = index + 1
    return tuple(found)


def _holds_any(undo: Migration) -> bool:
    return bool(undo.statements or undo.faults)


def _size(catalog: Catalog) -> int:
    """About how many objects a description of the schema has."""
    columns = sum(len(relation.columns) for relation in catalog.relations)
    own = (catalog.relations, catalog.constraints, catalog.indexes, catalog.policies, catalog.functions)
    return columns + sum(map(len, own)) + 1


class _Walk(msgspec.Struct):
    """One walk over the migrations, with what is known of them from the ordinary replay."""

    server: Server
    source: Source
    replayed: Replay
    distrust: Distrust

    def unasked(self, migration: Migration, undo: Migration, most: int) -> WayBack:
        why = f"the schema is large, and the {most} newest rollbacks were run"
        return WayBack(migration=migration, undo=undo, unchecked=why)

    def forward(self, base: str, migrations: Sequence[Migration]) -> Replay:
        return replay(
            self.server, tuple(migrations), database=base, distrust=self.distrust, whole=self.source.all
        )

    def way_back(self, base: str, migration: Migration, undo: Migration) -> WayBack:
        """One rollback, tried on a copy of `base`, to which its migration is added."""
        nothing = WayBack(migration=migration, undo=undo)
        why = self._unable(migration, undo)
        if why is not None:
            self.forward(base, (migration,))
            return replace(nothing, unchecked=why)
        if undo.faults:
            self.forward(base, (migration,))
            return replace(nothing, fault=undo.faults[0])
        try:
            before = self._described(base)
            first = self.forward(base, (migration,))
            if first.failures:
                why = f"{migration.path} did not apply in a second database: {first.failures[0].message}"
                return replace(nothing, unchecked=why)
            with self.server.copy(base) as copy:
                return self._tried(nothing, copy, before, {one.now for one in first.placeholders})
        except ServerKilled:
            raise
        except (psycopg.OperationalError, ServerError) as error:
            if not self.server.answers:
                raise
            why = told(error) if isinstance(error, psycopg.Error) else str(error)
            return replace(nothing, unchecked=why)

    def _tried(
        self, way: WayBack, copy: str, before: tuple[dict[str, str], dict[str, str]], outside: set[str]
    ) -> WayBack:
        # Numbered behind all others, so that a statement that takes the server down is known by its number.
        start = sum(len(one.statements) for one in self.source.all)
        undo = replace(
            way.undo,
            statements=tuple(replace(one, number=start + one.number) for one in way.undo.statements),
        )
        back = self.forward(copy, (undo,))
        if ours := _ours(back):
            return replace(way, unchecked=ours)
        after, members = self._described(copy)
        again = self.forward(copy, (way.migration,))
        return replace(
            way,
            differences=tuple(
                one
                for one in differences(before[0], after, {**before[1], **members})
                # What stands in for a table of others, the migration has not made.
                if one.how != "left" or plain_name(one.item.partition(" ")[2]) not in outside
            ),
            refused=_roots(back),
            again=_roots(again) if not _ours(again) else (),
        )

    def _unable(self, migration: Migration, undo: Migration) -> str | None:
        """Why a rollback is not run."""
        numbers = {statement.number for statement in migration.statements}
        broken = [
            *self.replayed.unrun,
            *(s for f in self.replayed.failures for s in (f.statement, *f.undone)),
        ]
        if migration.faults or not numbers.isdisjoint(one.number for one in broken):
            return "its migration did not apply whole"
        if any(fault.sql.lstrip().startswith("\\") for fault in undo.faults):
            return "it has commands of psql, which are not SQL"
        if changes_server(migration) or changes_server(undo):
            return "it or its migration changes roles or settings that belong to the whole server"
        return None

    def _described(self, database: str) -> tuple[dict[str, str], dict[str, str]]:
        """The schema, and what of it came with extensions."""
        with (
            self.server.migrator(database, unbent=True) as connection,
            self.server.guard(connection, _SECONDS),
        ):
            return describe(connection), extension_members(connection)


def _ours(done: Replay) -> str | None:
    """Why a run says nothing of the file: the server here stopped it."""
    return next((one.message for one in done.failures if one.kind in _OURS), None)


def _roots(done: Replay) -> tuple[Failure, ...]:
    return tuple(one for one in done.failures if one.cause is None)

"""New migrations, watched on a copy of the database that the old ones made."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import msgspec
import psycopg
from msgspec.structs import replace

from pgassay.errors import ServerError
from pgassay.model.catalog import Catalog
from pgassay.model.observed import Watched
from pgassay.model.relations import Relation
from pgassay.model.source import Migration
from pgassay.postgres.connect import told
from pgassay.read.catalog import read_catalog
from pgassay.read.inner import Definitions, bodies, definitions, inner
from pgassay.read.migrations import Source
from pgassay.read.names import names_mentioned, plain_name
from pgassay.read.observe import observe
from pgassay.read.origins import Origins
from pgassay.read.replay import Replay
from pgassay.read.revision import New
from pgassay.rows import fill

_WORD = re.compile(r"\w+")

#: The time that filling may take.
_FILLING_SECONDS = 60.0

if TYPE_CHECKING:
    from pgassay.postgres.server import Server


class Watch(msgspec.Struct):
    """The copy that is made when the replay comes to the first new migration, and what happens on it."""

    server: Server
    source: Source
    database: str
    new: frozenset[int]
    how: str
    stack: ExitStack
    aside: ThreadPoolExecutor
    copy: tuple[str, Future[Catalog]] | None = None
    refused: str | None = None

    @property
    def pause(self) -> tuple[int, Callable[[], None]] | None:
        """Where the replay of all is to stop, and what to do there; None where nothing is in use before."""
        first = min(self.new, default=0) + len(self.source.all) - len(self.source.migrations)
        return (first, self._copy) if first > 0 else None

    def _copy(self) -> None:
        try:
            copy = self.stack.enter_context(self.server.copy(self.database))
        except (psycopg.Error, ServerError) as error:
            self.refused = _said(error)
        else:
            # The copy is read while the replay goes on.
            self.copy = (copy, self.aside.submit(self._read, copy))

    def _read(self, copy: str) -> Catalog:
        with self.server.admin(copy) as admin, self.server.guard(admin, _FILLING_SECONDS):
            return read_catalog(admin)

    def watched(self, replayed: Replay, origins: Origins, after: Catalog) -> Future[Watched]:
        """What the new migrations do to relations in use, seen in a thread beside this one; `after` is the
        database with them.

        Where that cannot be seen, `refused` says why in the end. It is ServerError when the server is gone.
        """
        return self.aside.submit(self._seen, replayed, origins, after)

    def _seen(self, replayed: Replay, origins: Origins, after: Catalog) -> Watched:
        migrations = self.source.migrations
        new = tuple(migrations[index] for index in sorted(self.new))
        if self.copy is None:
            return Watched(new=new, how=self.how)
        try:
            return self._watched(*self.copy, new, replayed, origins, after)
        except (psycopg.Error, ServerError) as error:
            if not self.server.answers:
                raise
            self.refused = _said(error)
        return Watched(new=new, how=self.how)

    def _watched(
        self,
        copy: str,
        reading: Future[Catalog],
        new: tuple[Migration, ...],
        replayed: Replay,
        origins: Origins,
        after: Catalog,
    ) -> Watched:
        before = reading.result()
        later = self.source.migrations[min(self.new) :]
        failed = {failure.statement.number for failure in replayed.failures}
        failed |= {statement.number for statement in replayed.unrun}
        made = (statement for migration in later for statement in migration.statements)
        known = definitions((*before.functions, *after.functions), made)
        with (
            self.server.migrator(copy, unbent=True) as connection,
            self.server.guard(connection, _FILLING_SECONDS),
        ):
            filled = fill(connection, before, self._meant(before, after, origins, known), later=after)
        observations = observe(
            self.server, later, copy, rows=filled.counts, failed=failed, supplied=replayed.supplied
        )
        asked = {statement.number for migration in new for statement in migration.statements}
        return Watched(
            new=new,
            how=self.how,
            before=before,
            observations=tuple(
                replace(one, within=inner(one.statement, known))
                for one in observations
                if one.statement.number in asked
            ),
            left_empty=filled.left,
        )

    def _meant(self, before: Catalog, after: Catalog, origins: Origins, known: Definitions) -> frozenset[str]:
        """The relations in use that new migrations name, or change without naming them, with their parts."""
        first = min(self.new)
        later = [statement for one in self.source.migrations[first:] for statement in one.statements]
        names = {name for statement in later for name in names_mentioned(statement)}
        names |= {word for one in later for text in bodies(one, known) for word in _WORD.findall(text)}
        owner = {index.identity: index.relation for index in after.indexes}
        start = later[0].number if later else 0
        shaped = {
            plain_name(owner.get(identity) or identity.rpartition(" on ")[2])
            for (_, identity), numbers in origins.shaped.items()
            if any(number >= start for number in numbers)
        }
        meant = {
            one.identity
            for one in before.relations
            if one.name in names or plain_name(one.identity) in shaped
        }
        for one in before.relations:
            up: Relation | None = one
            while up is not None and up.identity not in meant:
                up = before.relation.get(up.parent) if up.parent is not None else None
            if up is not None:
                meant.add(one.identity)
        return frozenset(meant)


def _said(error: psycopg.Error | ServerError) -> str:
    return told(error) if isinstance(error, psycopg.Error) else str(error)


@contextmanager
def watching(server: Server, source: Source, database: str, new: New | None = None) -> Generator[Watch]:
    """A watch for the new migrations of a source; its copy is dropped at the end.

    `new` are their indexes and how it is known; where it is not given, the last file is.
    """
    count = len(source.migrations)
    indexes, how = new or (frozenset(range(count)[-1:]), "the last file")
    # What is still under way at the end loses its session with the copy, so nobody waits for it.
    with ThreadPoolExecutor(max_workers=1) as aside, ExitStack() as stack:
        yield Watch(
            server=server, source=source, database=database, new=indexes, how=how, stack=stack, aside=aside
        )

"""Replays migrations given as text, for the tests of what a replay and its origins say."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from pgassay.model.catalog import Catalog
from pgassay.model.ref import Ref
from pgassay.postgres.server import Server
from pgassay.read.catalog import read_catalog
from pgassay.read.failures import Failure
from pgassay.read.migrations import Source, read_migrations
from pgassay.read.origins import Origins, read_origins
from pgassay.read.replay import Replay, replay


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a replay left: the files as read, what happened, the catalog and where its objects come from."""

    source: Source
    replay: Replay
    catalog: Catalog
    origins: Origins

    @property
    def tables(self) -> list[str]:
        """The relations of the schema public, without it."""
        return [relation.name for relation in self.catalog.relations if relation.schema == "public"]

    @property
    def failures(self) -> list[Failure]:
        """What Postgres refused, in order."""
        return list(self.replay.failures)

    def lines(self, kind: str, identity: str) -> list[int]:
        """The lines of the statements that shaped an object, oldest first."""
        return [one.location.line for one in self.origins.of(Ref(kind=kind, identity=identity))]

    def place(self, kind: str, identity: str, column: str | None = None) -> tuple[str, int] | None:
        """File name and line of an object."""
        found = self.origins.location(Ref(kind=kind, identity=identity, column=column))
        return (Path(found.file).name, found.line) if found else None


def replayed(server: Server, *texts: str) -> Outcome:
    """The outcome of files `0.sql`, `1.sql` … run in a fresh database."""
    with tempfile.TemporaryDirectory() as folder, server.database() as database:
        for number, text in enumerate(texts):
            Path(folder, f"{number}.sql").write_text(text, "utf-8")
        source = read_migrations([folder])
        happened = replay(server, source.migrations, database=database)
        with server.admin(database) as admin:
            origins = read_origins(admin, source.migrations, happened)
            return Outcome(source=source, replay=happened, catalog=read_catalog(admin), origins=origins)

"""A session in which what migrations lack from outside is put in its place, and the statement run again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from pgassay.model.source import Statement
from pgassay.postgres.connect import run
from pgassay.read.deeds import deeds_inside
from pgassay.read.distrust import Distrust
from pgassay.read.failures import Failure
from pgassay.read.outside import Outside, There
from pgassay.read.session import Session

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

#: So many things a statement may lack.
_MOST = 100

_THERE = (
    "SELECT (SELECT pg_catalog.array_agg(rolname::text) FROM pg_catalog.pg_roles), "
    "(SELECT pg_catalog.array_agg(nspname::text) FROM pg_catalog.pg_namespace)"
)


class Supplying(Session):
    """One pass over migrations, with what `outside` has to give."""

    def __init__(self, server: Server, database: str, distrust: Distrust, outside: Outside) -> None:
        super().__init__(server, database, distrust)
        self.outside = outside
        # What was run before which statement to put something in its place.
        self.supplied: list[tuple[int, str]] = []
        # The blocks for which another session has done what it can.
        self._acted: set[int] = set()

    def statement(self, statement: Statement) -> None:
        """Runs one statement, again and again as long as what it was refused for can be made."""
        for _ in range(_MOST):
            before = len(self.failures)
            super().statement(statement)
            if len(self.failures) == before:
                return
            failure = self.failures[-1]
            if failure.statement is not statement or failure.undone or not self._supplied(failure):
                self.outside.failed(failure)
                return
            del self.failures[before:]

    def end_file(self, note: str | None = None) -> None:
        """What the file did is kept; `note` is run behind it, as a fresh session would."""
        super().end_file()
        if note is not None:
            self.start_file()
            self._command(note)

    def _done(self, statement: Statement, mark: int) -> None:
        super()._done(statement, mark)
        self.outside.applied(statement)

    def _acted_for(self, failure: Failure) -> bool:
        """Whether what a DO block was refused was done on its behalf by another session, which must see what
        this one has made.
        """
        deeds = deeds_inside(failure.statement) if failure.kind == "refused" else ()
        if not deeds or failure.statement.number in self._acted:
            return False
        self._acted.add(failure.statement.number)
        if self.open:
            self._settle()
        acted = [self.server.act(self.database, deed) for deed in deeds]
        return any(acted)

    def _supplied(self, failure: Failure) -> bool:
        if failure.kind not in ("error", "refused") or self.connection.closed:
            return False
        try:
            if self.outside.tablespaces.supply(self.server, self.database, failure):
                return True
            if self._acted_for(failure):
                return True
            row = run(self.connection, _THERE).fetchone()
        except psycopg.Error:
            return False
        roles, schemas = row if row is not None else ((), ())
        text = self.outside.supply(failure, There(roles=frozenset(roles), schemas=frozenset(schemas)))
        if text is None:
            return False
        if not self.open:
            done = self._command(text)
        elif done := self._command(f"{text}; RELEASE SAVEPOINT pgassay; SAVEPOINT pgassay"):
            if " ADD VALUE " in text:
                # As after a statement that adds one: it cannot be used in the transaction that adds it.
                self._settle()
        else:
            self._undo()
        if done:
            self.supplied.append((failure.statement.number, text))
        return done

"""The session that migrations run in: its transaction, what has been applied, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import psycopg
from psycopg.pq import TransactionStatus

from pgassay.model.source import Statement
from pgassay.postgres.connect import read_alike, rows_of, run, run_through, told
from pgassay.read.distrust import Distrust, ServerKilled
from pgassay.read.failures import Failure, failure_of, kind_of
from pgassay.read.passed_over import EXISTS, Overheard
from pgassay.read.sending import moves_rows, run_alone, runs_alone, sets_transaction

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

_REACHED = "SELECT pg_catalog.max(id) FROM pgassay.changes"

#: A session that was lost is opened again this often; then nothing more is run.
_RECONNECTS = 20


class Session:
    """One pass over migrations: the connection, and what has been noted so far."""

    def __init__(self, server: Server, database: str, distrust: Distrust) -> None:
        self.server = server
        self.database = database
        self.distrust = distrust
        self.overheard = Overheard()
        self.connection = self._connect()
        self.open = False
        # True between a BEGIN of the file's own and its end.
        self.begun = False
        # What has been applied since the transaction began; it stands or falls with it.
        self.pending: list[Statement] = []
        self.running: tuple[Statement, ...] = ()
        self.reconnects = 0
        self.applied = 0
        self.failures: list[Failure] = []
        self.skipped: list[tuple[Statement, str]] = []
        self.marks: list[tuple[int, int]] = []
        # Why nothing more is run, and what was not.
        self.stopped: str | None = None
        self.unrun: list[Statement] = []
        self.first_mark = self._reached()

    def _connect(self) -> psycopg.Connection:
        connection = self.server.migrator(self.database)
        connection.autocommit = True
        self.overheard.listen(connection)
        return connection

    def start_file(self) -> None:
        """A file starts with the settings and the role of a fresh session."""
        if not self._command("DISCARD ALL"):
            self.connection.close()
            self.connection = self._connect()

    def away(self, act: Callable[[], None]) -> None:
        """Leaves the database to `act`, and comes back."""
        self.connection.close()
        act()
        self.connection = self._connect()

    def end_file(self) -> None:
        """What the file did is kept."""
        if self.open:
            self._settle()
        self.begun = False

    def finish(self) -> None:
        """What was not run is one failure, at its first statement."""
        if self.unrun:
            message = f"{self.stopped}; {len(self.unrun):,} statements from here on were not run"
            rest = tuple(self.unrun[1:])
            self.failures.append(failure_of(self.unrun[0], "limit", "57014", message, undone=rest))

    def statements(self, statements: tuple[Statement, ...]) -> None:
        """Runs statements in one go where that works, one by one where it does not."""
        together = len(statements) > 1 and not any(one.number in self.distrust.wary for one in statements)
        for statement in self._together(statements) if together else statements:
            self.statement(statement)

    def _together(self, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """Sends statements as one string, each with the recorder's id behind it: one round trip for all.

        Returns those that are to be run one by one: none, or all when one fails, for only that shows which.
        """
        if self.stopped or self._over():
            return statements
        self._begin()
        text = "".join(f"{statement.sql}\n;{_REACHED};" for statement in statements)
        self.running = statements
        self.overheard.forget()
        with self.server.guard(self.connection):
            try:
                cursor = run(self.connection, text)
                marks = [int(row[0] or 0) for row in rows_of(cursor)]
                if self.overheard.any:
                    self._undo()
                    return statements
                run(self.connection, "RELEASE SAVEPOINT pgassay; SAVEPOINT pgassay")
            except psycopg.Error as error:
                if not self._lost():
                    self._undo()
                    return statements
                # What the transaction had done is gone with the session: it is run again as well.
                undone = self._take_back()
                self.applied -= len(undone)
                self._reconnect(error)
                return (*undone, *statements)
        for statement, reached in zip(statements, marks, strict=True):
            self._done(statement, reached)
        return ()

    def _begin(self) -> None:
        if not self.open:
            self._command("BEGIN; SAVEPOINT pgassay")
            self.open = True

    def statement(self, statement: Statement) -> None:
        """Runs one statement, or says why it is not run."""
        self.stopped = self.stopped or self._over()
        if self.stopped is not None:
            self.unrun.append(statement)
            return
        reason = self._passed_over(statement)
        if reason is not None:
            self.skipped.append((statement, reason))
            return
        alone = runs_alone(statement)
        if alone and self.open:
            self._settle()
        elif not alone:
            self._begin()
        self.running = (statement,)
        with self.server.guard(self.connection) as guard:
            try:
                self.overheard.before(self.connection, statement)
                mark = self._execute(statement)
            except psycopg.Error as error:
                self._failed(statement, error, guard.tripped)
                return
        self._done(statement, mark)
        if self.open and self.overheard.any:
            self._compare(statement)
        if statement.kind == "AlterEnumStmt" and self.open:
            # A new enum value cannot be used in the transaction that adds it.
            self._settle()

    def _done(self, statement: Statement, mark: int) -> None:
        self.applied += 1
        self.marks.append((statement.number, mark))
        if self.open:
            self.pending.append(statement)

    def _over(self) -> str | None:
        """Why nothing more is run; None while there is time, room and patience."""
        if self.reconnects > _RECONNECTS:
            return f"the session was ended {self.reconnects} times"
        if self.marks and self.marks[-1][1] - self.first_mark > self.server.limits.changes:
            return f"more than {self.server.limits.changes:,} objects were made or changed"
        return self.server.exhausted

    def _passed_over(self, statement: Statement) -> str | None:
        if statement.number in self.distrust.condemned:
            self.failures.append(
                failure_of(statement, "limit", "57P01", "the server had to be stopped when it ran")
            )
            return "the server had to be stopped when it ran"
        if statement.kind == "TransactionStmt":
            self._transaction(str(statement.tree["kind"]).removeprefix("TRANS_STMT_"))
            return "transaction control is the replay's own"
        if sets_transaction(statement):
            return "the transaction is the replay's own"
        return moves_rows(statement)

    def _transaction(self, kind: str) -> None:
        """A file's own transaction ends where it says; what it rolls back is not kept."""
        if self.open and kind in ("BEGIN", "START", "COMMIT"):
            self._settle()
        elif self.open and kind == "ROLLBACK" and self.begun:
            self.open = False
            self._take_back()
            self._command("ROLLBACK")
        self.begun = kind in ("BEGIN", "START") or (self.begun and kind not in ("COMMIT", "ROLLBACK"))

    def _take_back(self) -> tuple[Statement, ...]:
        """The statements of a transaction that is not kept, no longer counted as marks."""
        undone, self.pending = tuple(self.pending), []
        self.marks = self.marks[: len(self.marks) - len(undone)]
        return undone

    def _execute(self, statement: Statement) -> int:
        """Runs a statement and returns how far the recorder is after it."""
        # One parsed statement inside a transaction: it and the bookkeeping behind it cost one round trip.
        text = statement.sql
        if self.open:
            text += "\n;RELEASE SAVEPOINT pgassay; SAVEPOINT pgassay; "
            reached = int(run_through(self.connection, f"{text}{_REACHED}") or 0)
        else:
            run_alone(self.server, self.connection, statement)
            reached = self._reached()
        read_alike(self.connection)
        return reached

    def _reached(self) -> int:
        """The recorder's largest id."""
        return int(run_through(self.connection, _REACHED) or 0)

    def _settle(self) -> None:
        """Commits; deferred constraints speak here, and what they refuse is laid to the last statement."""
        self.open = False
        self.running = tuple(self.pending[-1:])
        with self.server.guard(self.connection) as guard:
            try:
                run(self.connection, "COMMIT")
            except psycopg.Error as error:
                undone = self._take_back()
                self.applied -= len(undone)
                if undone:
                    self._failed(undone[-1], error, guard.tripped, undone[:-1])
                elif self._lost():
                    self._reconnect(error)
        self.pending.clear()

    def _lost(self) -> bool:
        """True for a connection that answers no further statement."""
        return self.connection.closed or self.connection.info.transaction_status in (
            TransactionStatus.ACTIVE,
            TransactionStatus.UNKNOWN,
        )

    def _command(self, sql: str) -> bool:
        """Runs a command of ours; False where Postgres refused it."""
        with self.server.guard(self.connection):
            try:
                run(self.connection, sql)
            except psycopg.Error as error:
                if self._lost():
                    self._reconnect(error)
                return False
        return True

    def _undo(self) -> None:
        """Takes back what the statement at hand has done, and no more."""
        if not self._command("ROLLBACK TO SAVEPOINT pgassay") and self.open:
            self.open = False
            self.applied -= len(self._take_back())
            self._command("ROLLBACK")

    def _failed(
        self,
        statement: Statement,
        error: psycopg.Error,
        tripped: str | None,
        undone: tuple[Statement, ...] = (),
    ) -> None:
        lost = self._lost()
        if lost and self.pending:
            undone = self._take_back()
            self.applied -= len(undone)
        sqlstate = error.sqlstate or "57P01"
        kind = "limit" if tripped else "lost" if lost else kind_of(sqlstate)
        message = told(error)
        message = f"stopped after reaching the {tripped} limit" if tripped else message
        self.failures.append(failure_of(statement, kind, sqlstate, message, diag=error.diag, undone=undone))
        if lost:
            self._reconnect(error)
        elif self.open:
            self._undo()
            if sqlstate in EXISTS:
                self._compare(statement, refused=True)

    def _compare(self, statement: Statement, *, refused: bool = False) -> None:
        with self.server.guard(self.connection):
            try:
                self.overheard.compare(self.connection, statement, refused=refused)
            except psycopg.Error as error:
                self.applied -= len(self._take_back())
                self._reconnect(error)

    def _reconnect(self, error: psycopg.Error) -> None:
        self.open = self.begun = False
        self.pending.clear()
        self.reconnects += 1
        self.connection.close()
        try:
            self.connection = self._connect()
        except psycopg.OperationalError:
            place = f" ({self.running[0].location})" if self.running else ""
            message = f"the server went away while the migrations ran{place}"
            raise ServerKilled(message, frozenset(one.number for one in self.running)) from error

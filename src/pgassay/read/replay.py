"""Runs migrations statement by statement as the migration role, and goes on after an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg.pq import TransactionStatus

from pgassay.errors import ServerError
from pgassay.model.source import Migration, Statement
from pgassay.postgres.connect import rows_of, run, stream
from pgassay.read.failures import Failure, explained
from pgassay.read.names import missing_name, names_touched
from pgassay.read.sending import gives_rows, moves_rows, runs_alone, runs_of

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

Progress = Callable[[str, int, int], None]

#: A lost connection is opened again this often before the replay gives up.
_RECONNECTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What a replay did: `marks[n]` is the recorder's largest id after statement n; None where n did not
    apply.

    `repeated` are the statements that a second run of their file refused, where that was asked for.
    """

    applied: int
    failures: tuple[Failure, ...]
    skipped: tuple[tuple[Statement, str], ...]
    marks: tuple[tuple[int, int], ...]
    repeated: tuple[Failure, ...] = ()


def replay(
    server: Server,
    migrations: tuple[Migration, ...],
    *,
    database: str = "postgres",
    progress: Progress | None = None,
    pause: tuple[int, Callable[[], None]] | None = None,
) -> Replay:
    """Runs all statements of all migrations in a database of the server.

    One transaction a file, a savepoint a statement; what must run alone does. Settings are reset between
    files. `pause` is a migration's index and what to do before it, while nobody is connected to the database.
    Raises ServerError when the server is gone.
    """
    run_ = _Run(server, database)
    total = sum(len(migration.statements) for migration in migrations)
    try:
        for index, migration in enumerate(migrations):
            if pause is not None and index == pause[0]:
                run_.away(pause[1])
            run_.start_file()
            for statements in runs_of(migration.statements):
                if progress is not None:
                    progress(migration.path, statements[0].number, total)
                run_.statements(statements)
            run_.end_file()
    finally:
        run_.close()
    return Replay(
        applied=run_.applied,
        failures=tuple(explained(run_.failures, migrations)),
        skipped=tuple(run_.skipped),
        marks=tuple(run_.marks),
    )


class _Run:
    """One pass over the migrations: the connection and what has been noted so far."""

    def __init__(self, server: Server, database: str) -> None:
        self.server = server
        self.database = database
        self.connection = self._connect()
        self.open = False
        # True between a BEGIN of the file's own and its end.
        self.begun = False
        # What has been applied since the transaction began; it stands or falls with it.
        self.pending: list[Statement] = []
        self.reconnects = 0
        self.applied = 0
        self.failures: list[Failure] = []
        self.skipped: list[tuple[Statement, str]] = []
        self.marks: list[tuple[int, int]] = []

    def _connect(self) -> psycopg.Connection:
        connection = self.server.migrator(self.database)
        connection.autocommit = True
        return connection

    def start_file(self) -> None:
        """A file starts with the settings and the role of a fresh session."""
        self._command("DISCARD ALL")

    def away(self, act: Callable[[], None]) -> None:
        """Leaves the database to what needs it for itself, and comes back."""
        self.close()
        act()
        self.connection = self._connect()

    def end_file(self) -> None:
        """What the file did is kept."""
        if self.open:
            self._settle()
        self.begun = False

    def close(self) -> None:
        """The connection is given back whatever happened."""
        self.connection.close()

    def statements(self, statements: tuple[Statement, ...]) -> None:
        """Runs statements in one go where that works, one by one where it does not."""
        for statement in statements if len(statements) == 1 else self._together(statements):
            self.statement(statement)

    def _together(self, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        """Sends statements as one string, each with the recorder's id behind it: one round trip for all.

        Returns those that are to be run one by one: none, or all when one fails, for only that shows which.
        """
        self._begin()
        mark = "SELECT pg_catalog.max(id) FROM pgassay.changes"
        text = "".join(f"{statement.sql}\n;{mark};" for statement in statements)
        with self.server.guard(self.connection):
            try:
                cursor = run(self.connection, text)
                marks = [int(row[0] or 0) for row in rows_of(cursor)]
                run(self.connection, "RELEASE SAVEPOINT pgassay; SAVEPOINT pgassay")
            except psycopg.Error as error:
                if not self._lost():
                    self._command("ROLLBACK TO SAVEPOINT pgassay")
                    return statements
                # What the transaction had done is gone with the session: it is run again as well.
                undone = self._take_back()
                self.applied -= len(undone)
                self._reconnect(error)
                return (*undone, *statements)
        self.marks += zip([statement.number for statement in statements], marks, strict=True)
        self.applied += len(statements)
        self.pending += statements
        return ()

    def _begin(self) -> None:
        if not self.open:
            self._command("BEGIN; SAVEPOINT pgassay")
            self.open = True

    def statement(self, statement: Statement) -> None:
        """Runs one statement, or says why it is not run."""
        reason = self._passed_over(statement)
        if reason is not None:
            self.skipped.append((statement, reason))
            return
        alone = runs_alone(statement)
        if alone and self.open:
            self._settle()
        elif not alone:
            self._begin()
        with self.server.guard(self.connection) as guard:
            try:
                mark = self._execute(statement)
            except psycopg.Error as error:
                self._failed(statement, error, guard.tripped)
                return
        self.applied += 1
        self.marks.append((statement.number, mark))
        if self.open:
            self.pending.append(statement)
        if statement.kind == "AlterEnumStmt" and self.open:
            # A new enum value cannot be used in the transaction that adds it.
            self._settle()

    def _passed_over(self, statement: Statement) -> str | None:
        if statement.kind == "TransactionStmt":
            self._transaction(str(statement.tree["kind"]).removeprefix("TRANS_STMT_"))
            return "transaction control is the replay's own"
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
        if gives_rows(statement):
            # Streamed, never kept: a query's result is bounded by nothing on the server.
            for _ in stream(self.connection, statement.sql):
                pass
            return self._last(run(self.connection, self._bookkeeping()))
        if not self.open:
            run(self.connection, statement.sql)
            return self._last(run(self.connection, self._bookkeeping()))
        # One parsed statement inside a transaction: it and the bookkeeping behind it cost one round trip.
        return self._last(run(self.connection, f"{statement.sql}\n;{self._bookkeeping()}"))

    def _bookkeeping(self) -> str:
        """Closes the statement's savepoint, opens the next, and reads the recorder's largest id."""
        around = "RELEASE SAVEPOINT pgassay; SAVEPOINT pgassay; " if self.open else ""
        return f"{around}SELECT pg_catalog.max(id) FROM pgassay.changes"

    def _last(self, cursor: psycopg.Cursor) -> int:
        while cursor.nextset():
            pass
        row = cursor.fetchone()
        return int(row[0] or 0) if row else 0

    def _settle(self) -> None:
        """Commits; deferred constraints speak here, and what they refuse is laid to the last statement."""
        self.open = False
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

    def _command(self, sql: str) -> None:
        try:
            run(self.connection, sql)
        except psycopg.Error as error:
            if self._lost():
                self._reconnect(error)

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
        message = error.diag.message_primary or str(error).strip().split("\n")[0]
        kind = "limit" if tripped else "lost" if lost else "refused" if sqlstate == "42501" else "error"
        self.failures.append(
            Failure(
                statement=statement,
                kind=kind,
                sqlstate=sqlstate,
                message=f"stopped after reaching the {tripped} limit" if tripped else message,
                hint=error.diag.message_hint,
                missing=missing_name(sqlstate, message),
                touches=frozenset().union(*(names_touched(one) for one in (statement, *undone))),
                undone=undone,
                within=error.diag.context,
            )
        )
        if lost:
            self._reconnect(error)
        elif self.open:
            self._command("ROLLBACK TO SAVEPOINT pgassay")

    def _reconnect(self, error: psycopg.Error) -> None:
        self.open = self.begun = False
        self.pending.clear()
        self.reconnects += 1
        self.connection.close()
        if not self.server.alive or self.reconnects > _RECONNECTS:
            raise ServerError(
                f"the server went away while the migrations ran: {str(error).strip()}"
            ) from error
        self.connection = self._connect()

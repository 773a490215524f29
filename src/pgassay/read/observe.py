"""Watches what statements do to relations that hold rows: locks, files written anew, rows read.

Each statement runs in a transaction of its own, so that the locks seen are its own. What refuses a
transaction is watched from outside while another session keeps it waiting.
"""

from __future__ import annotations

import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

import psycopg
from msgspec.structs import replace

from pgassay.errors import ServerError
from pgassay.model.names import quoted
from pgassay.model.observed import Command, Effect, Observation
from pgassay.model.source import Migration, Statement
from pgassay.postgres.connect import read_alike, run, run_through, told
from pgassay.read.in_use import InUse, text_of
from pgassay.read.names import names_mentioned
from pgassay.read.sending import goes_along, moves_rows, run_alone, runs_alone, sets_transaction

if TYPE_CHECKING:
    from pgassay.postgres.server import Server

#: How long a statement that refuses a transaction is given to reach the lock it has to wait for.
_PARKING_SECONDS = 2.0

#: The counters of a transaction add to those of the ones before it until these are handed on.
_FLUSH = "SELECT pg_catalog.pg_stat_force_next_flush()"

#: Classes of SQLSTATE that tell of values: data exceptions and violated constraints.
_OF_ROWS = ("22", "23")

_BLOCKING = "SELECT pg_catalog.pg_blocking_pids(%s)"

#: So many relations are held one by one; each takes a session.
_MOST_HELD = 8

_WORDS = re.compile(r"\w+")

_LOCAL = re.compile(r"^(\s*set)\s+local\b", re.IGNORECASE)


def observe(
    server: Server,
    migrations: Sequence[Migration],
    database: str,
    *,
    rows: Mapping[str, int],
    failed: Set[int] = frozenset(),
    supplied: Sequence[tuple[int, str]] = (),
) -> tuple[Observation, ...]:
    """What each statement of `migrations` does to the relations of `database` that exist before its file.

    `rows` says how many rows each holds; `failed` are the numbers of statements not to run, `supplied` what
    is run before one of them because no migration makes it. A statement that fails has an error; where rows
    were the reason, also what it does without them, and from then on its tables are empty. Raises ServerError
    when the server is gone.
    """
    found: list[Observation] = []
    with _Watch(server, database, rows) as watch:
        for migration in migrations:
            watch.start_file()
            for statement in migration.statements:
                own = statement.kind == "TransactionStmt" or sets_transaction(statement)
                if own or moves_rows(statement):
                    continue
                if statement.number not in failed and server.exhausted is None:
                    watch.supply(text for number, text in supplied if number == statement.number)
                    found.append(watch.statement(statement))
    return tuple(found)


class _Watch:
    """The session that statements run in, and what is known of the relations in use."""

    def __init__(self, server: Server, database: str, rows: Mapping[str, int]) -> None:
        self._server = server
        self._database = database
        self._rows = dict(rows)
        self._session = self._connect()
        self._in_use = InUse()
        self._last = 0

    def __enter__(self) -> _Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def _connect(self) -> psycopg.Connection[Any]:  # Any: rows of queries that differ
        try:
            connection = self._server.migrator(self._database)
        except psycopg.OperationalError as error:
            raise ServerError("the server went away while statements were watched") from error
        connection.autocommit = True
        return connection

    def start_file(self) -> None:
        """What exists now is in use when the file runs."""
        if self._session.closed:
            self._session = self._connect()
        run(self._session, "DISCARD ALL")
        with self._server.admin(self._database) as admin:
            self._in_use = InUse.read(admin)
        ((last,),) = run(self._session, "SELECT pg_catalog.max(id) FROM pgassay.changes")
        self._last = int(last or 0)

    def supply(self, texts: Iterable[str]) -> None:
        """Puts in its place what no migration makes; what is there already is left."""
        for text in () if self._session.closed else texts:
            with self._server.guard(self._session), suppress(psycopg.Error):
                run(self._session, text)

    def statement(self, statement: Statement) -> Observation:
        """Runs one statement and tells what it did."""
        if self._session.closed:
            self._session = self._connect()
        try:
            effects, commands = self._watched(statement)
        except psycopg.Error as raised:
            error = (raised.sqlstate or "57P01", told(raised))
            refused_rows = error[0][:2] in _OF_ROWS
            effects, commands = self._without_rows(statement, raised) if refused_rows else ((), ())
            return Observation(statement=statement, effects=effects, commands=commands, error=error)
        return Observation(statement=statement, effects=effects, commands=commands)

    def _watched(self, statement: Statement) -> tuple[tuple[Effect, ...], tuple[Command, ...]]:
        with self._server.guard(self._session):
            try:
                return self._alone(statement) if runs_alone(statement) else self._within(statement)
            except psycopg.Error:
                if not self._session.closed:
                    run(self._session, "ROLLBACK")
                raise

    def _without_rows(
        self, statement: Statement, raised: psycopg.Error
    ) -> tuple[tuple[Effect, ...], tuple[Command, ...]]:
        """What a statement does that rows of ours are in the way of: they are taken out for good.

        At first only those of the tables that it names, then all.
        """
        for tables in (self._in_the_way(statement, raised), sorted(self._rows)):
            if not tables:
                continue
            try:
                self._empty(tables)
                return self._watched(statement)
            except psycopg.Error as again:
                if (again.sqlstate or "")[:2] not in _OF_ROWS:
                    break
        return (), ()

    def _in_the_way(self, statement: Statement, raised: psycopg.Error) -> list[str]:
        """The filled tables that a statement names anywhere in its text, and the one that its error names."""
        words = {*_WORDS.findall(statement.sql), raised.diag.table_name}
        named = self._named(statement)
        return [
            one for one in sorted(self._rows) if one in named or one.rpartition(".")[2].strip('"') in words
        ]

    def _empty(self, tables: Sequence[str]) -> None:
        run(self._session, f"TRUNCATE {', '.join(tables)} CASCADE")
        with self._server.admin(self._database) as admin:
            for emptied in self._in_use.replaced(InUse.read(admin)):
                self._rows.pop(emptied, None)

    def _within(self, statement: Statement) -> tuple[tuple[Effect, ...], tuple[Command, ...]]:
        text = _LOCAL.sub(r"\1", statement.sql)
        reading = f"{text_of('touched.sql')};{self._new_commands()};{_FLUSH};COMMIT"
        if goes_along(statement):
            cursor = run(self._session, f"BEGIN;{text}\n;{reading}")
        else:
            run_through(self._session, f"BEGIN;{text}\n;")
            read_alike(self._session)
            cursor = run(self._session, reading)
        touched, commands, _ = _results(cursor)[-3:]
        effects = self._in_use.effects({row[0]: row[1:3] for row in touched})
        scans = {row[0]: (int(row[3] or 0), int(row[4] or 0)) for row in touched}
        return (
            tuple(
                self._with_rows(effect, *scans.get(relation, (0, 0)))
                for relation, effect in sorted(effects.items())
            ),
            self._noted(commands),
        )

    def _with_rows(self, effect: Effect, scans: int, read: int) -> Effect:
        rows = self._rows.get(effect.relation, 0)
        return replace(effect, scans=scans, rows_read=read if scans else 0, rows=rows)

    def _alone(self, statement: Statement) -> tuple[tuple[Effect, ...], tuple[Command, ...]]:
        """Runs what refuses a transaction while others hold its relations, and looks from outside.

        It has to wait for each of them: at once with the lock it works under, later with those of its other
        phases.
        """
        modes: dict[int, set[str]] = defaultdict(set)
        raised: list[psycopg.Error] = []

        def work() -> None:
            try:
                run_alone(self._server, self._session, statement)
            except psycopg.Error as error:
                raised.append(error)

        with ExitStack() as stack:
            outside = stack.enter_context(self._server.admin(self._database))
            held: dict[int, psycopg.Connection[Any]] = {}
            named = self._named(statement)
            for locks in (
                *([f"{one} IN SHARE UPDATE EXCLUSIVE"] for one in named[:_MOST_HELD]),
                [f"{one} IN ROW EXCLUSIVE" for one in named],
            ):
                holder = stack.enter_context(self._server.migrator(self._database))
                held[holder.info.backend_pid] = holder
                for lock in locks:
                    run(holder, f"LOCK TABLE ONLY {lock} MODE")
            worker = threading.Thread(target=work, daemon=True)
            worker.start()
            self._let_pass(worker, outside, held, modes)
            worker.join()
            if raised:
                raise raised[0]
            effects = self._in_use.effects_seen(modes, InUse.read(outside))
        _, commands = _results(run(self._session, f"{_FLUSH};{self._new_commands()}"))
        return tuple(effect for _, effect in sorted(effects.items())), self._noted(commands)

    def _let_pass(
        self,
        worker: threading.Thread,
        outside: psycopg.Connection[Any],
        held: dict[int, psycopg.Connection[Any]],
        modes: dict[int, set[str]],
    ) -> None:
        """Notes what the session asks for while it waits, and lets go of it whom it waits for, one by one."""
        until = time.monotonic() + _PARKING_SECONDS
        while held and worker.is_alive() and time.monotonic() < until:
            if self._look(outside, modes):
                ((pids,),) = run(outside, _BLOCKING, (self._session.info.backend_pid,))
                for holder in (held.pop(pid, None) for pid in pids):
                    if holder is not None:
                        holder.rollback()
        for holder in held.values():
            holder.rollback()

    def _look(self, outside: psycopg.Connection[Any], modes: dict[int, set[str]]) -> bool:
        """Notes the session's locks; True once it waits for one."""
        waiting = False
        for file, mode, granted in run(outside, text_of("waiting.sql"), (self._session.info.backend_pid,)):
            waiting = waiting or not granted
            if file is not None:
                modes[file].add(mode)
        return waiting

    def _named(self, statement: Statement) -> list[str]:
        """The tables in use that a statement names, itself, by an index, or by naming a schema or nothing."""
        kind, tree = statement.kind, statement.tree
        if kind == "ReindexStmt" and tree.get("kind") == "REINDEX_OBJECT_SCHEMA":
            return self._in_use.tables(f"{quoted(str(tree.get('name')))}.")
        every = (kind == "VacuumStmt" and "rels" not in tree) or (
            kind == "ClusterStmt" and "relation" not in tree
        )
        if every or (kind == "ReindexStmt" and "relation" not in tree):
            return self._in_use.tables()
        names = sorted(set(_WORDS.findall(statement.sql)) if kind == "DoStmt" else names_mentioned(statement))
        with self._server.admin(self._database) as admin:
            found = run(admin, text_of("named.sql"), (names,)).fetchall()
        return [row[0] for row in found if row[0] in self._in_use.relations]

    def _new_commands(self) -> str:
        return text_of("commands.sql").replace("{after}", str(int(self._last)))

    def _noted(self, rows: Sequence[tuple[Any, ...]]) -> tuple[Command, ...]:
        if rows:
            self._last = int(rows[-1][0])
        return tuple(
            Command(tag=tag, kind=kind, identity=identity, dropped=dropped, was=was, now=now)
            for _, tag, kind, identity, dropped, was, now in rows
        )


def _results(cursor: psycopg.Cursor[Any]) -> list[list[tuple[Any, ...]]]:
    """The rows of each result of a text that held several statements."""
    found: list[list[tuple[Any, ...]]] = []
    more: bool | None = True
    while more:
        if cursor.description is not None:
            found.append(cursor.fetchall())
        more = cursor.nextset()
    return found

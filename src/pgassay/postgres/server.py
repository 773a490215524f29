"""A throwaway Postgres with one platform in it: the only place where pgassay runs SQL that others wrote."""

from __future__ import annotations

import itertools
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress

import psycopg
from psycopg import sql

from pgassay.errors import ServerError
from pgassay.postgres.box import Box
from pgassay.postgres.connect import limit_notices
from pgassay.postgres.host import Host, Limits
from pgassay.postgres.on_behalf import Deed
from pgassay.postgres.watchdog import Allowance, Guard, Watchdog

__all__ = ["Guard", "Limits", "Server"]

# Not the database of the migrations: its owner can close it to everybody, superusers included.
_SIGNALS_FROM = "template1"
# What a session has taken it gives back when it is over, which takes a moment.
_GIVEN_BACK_SOON = ("out of shared memory", "too many clients", "connection slots are reserved")
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.05
_LIMITS = Limits()


class Server:
    """A throwaway Postgres with one platform in it.

    `version` is Postgres's own ("18.6"), `kind` embedded or external, `platform` plain or supabase;
    `notes` say which part of the box this machine could not give. Connections still open when the
    server is left end with it.
    """

    def __init__(self, host: Host, *, platform: str, limits: Limits) -> None:
        self._host = host
        self.limits = limits
        self._allowance = Allowance(limits.statement_seconds, limits.all_seconds)
        self._was_full = False
        self._numbers = itertools.count(1)
        self._keeping = threading.Lock()
        # Connected to the template, where nobody else may be when it is copied; this session may.
        self._keeper = host.admin(host.template, writing=True)
        self.platform = platform
        self.kind = host.kind
        self.version = _version(self._keeper.info.server_version)
        self.notes = host.notes(self._keeper)
        stages = (self._cancel, self._terminate, self._stop)
        self._watchdog = Watchdog(stages, host.disk)

    @staticmethod
    @contextmanager
    def start(*, platform: str, limits: Limits = _LIMITS) -> Generator[Server]:
        """The embedded server, in its own folder, stopped and removed at the end; 0.2 s, the first time 3 s.

        Enter it in a thread that lives as long as the server does. Raises ServerError if it does not start.
        """
        from pgassay.postgres.embedded import embedded

        box = Box(address_space_bytes=limits.address_space_bytes, file_bytes=limits.file_bytes)
        with embedded(platform=platform, box=box, data_bytes=limits.data_bytes) as host:
            server = _serving(host, platform, limits)
            try:
                yield server
            finally:
                server._leave()

    @staticmethod
    @contextmanager
    def external(url: str, *, platform: str, disposable: bool = False) -> Generator[Server]:
        """The server at `url` instead: fresh databases on it, dropped at the end.

        Raises ServerError if it cannot be reached, or if it holds anything of a user's and nobody
        said that it is `disposable`.
        """
        from pgassay.postgres.external import external

        with external(url, platform=platform, disposable=disposable) as host:
            server = _serving(host, platform, _LIMITS)
            try:
                yield server
            finally:
                server._leave()

    @property
    def alive(self) -> bool:
        """Whether the server still runs; after it died, every operation raises psycopg.OperationalError."""
        return self._host.alive

    @property
    def answers(self) -> bool:
        """Whether it takes a question: what was killed just now can count as alive for a moment longer."""
        with suppress(psycopg.Error), self._keeping:
            self._keeper.execute("SELECT 1")
            return True
        return False

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """A superuser's connection to read catalogs with: autocommit, read only, search_path pg_catalog.

        It never touches what a migration made: not a view, a trigger, a default or a function.
        Raises psycopg.OperationalError if the server is gone.
        """
        name = self._named(database)
        return self._opened(lambda: self._host.admin(name), name)

    def migrator(self, database: str = "postgres", *, unbent: bool = False) -> psycopg.Connection:
        """A connection of the role that migrations run as: owner of the database, not a superuser.

        It has the settings that migrations left for later sessions; `unbent`, for questions and trials of
        ours, it has none of them but the search path. Notices are handed on up to the hundredth.
        Raises psycopg.OperationalError if the server is gone.
        """
        name = self._named(database)
        try:
            connection = self._opened(lambda: self._host.migrator(name, unbent=unbent), name)
        except psycopg.OperationalError:
            if unbent or not self.alive:
                raise
            # What a migration set keeps every session out: the others go on without it.
            connection = self._host.migrator(name, unbent=True)
        limit_notices(connection)
        # Without a listener the driver keeps every notification until somebody asks.
        connection.add_notify_handler(lambda _: None)
        return connection

    def offer_versions(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Let extensions be created under the versions that migrations name: (extension, version) each.

        Stand-ins and what comes with the embedded server are there in one state only, under any version.
        """
        self._host.offer_versions(wanted)

    def act(self, database: str, deed: Deed) -> bool:
        """Do for a migration what Postgres lets only a superuser do; False where it is not ours, or not the
        migration's, to do.

        No code of a migration's runs in it. Raises psycopg.Error.
        """
        return self._host.act(self._named(database), deed)

    @contextmanager
    def database(self) -> Generator[str]:
        """The name of a fresh database with the platform and nothing else; dropped at the end. 10 ms."""
        with self._lent(self._host.template) as name:
            yield name

    @contextmanager
    def copy(self, database: str = "postgres") -> Generator[str]:
        """The name of a copy of a database as it is, dropped at the end.

        Nobody may be connected to the original while the copy is made. Raises psycopg.Error if one is, and
        ServerError if there is no room for it.
        """
        if self._watchdog.disk_is_full_with(self._bytes_of(database)):
            raise ServerError("there is no room for a copy of the database")
        with self._lent(self._named(database)) as name:
            yield name

    @contextmanager
    def _lent(self, template: str) -> Generator[str]:
        name = self._create_trial(template)
        try:
            yield name
        finally:
            with suppress(psycopg.Error), self._keeping:
                self._keeper.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )

    @contextmanager
    def guard(
        self, connection: psycopg.Connection, seconds: float | None = None, *, slack_bytes: int = 0
    ) -> Generator[Guard]:
        """Limit what runs on `connection` inside the block to `seconds` and to the server's disk.

        Without `seconds` the time is the server's own limit, and counts towards what all statements together
        may take. Past a limit the statement is cancelled, a second later its session is ended, and the server
        if the session does not go: the statement raises psycopg.errors.QueryCanceled or
        psycopg.OperationalError, and `Guard.tripped` says why.
        """
        allowed = self._allowance.next_seconds if seconds is None else seconds
        began = time.monotonic()
        guard = self._watchdog.add(connection.pgconn.backend_pid, allowed, slack_bytes)
        try:
            yield guard
        finally:
            self._watchdog.remove(guard)
            self._was_full |= guard.tripped == "disk"
            if seconds is None:
                self._allowance.take(time.monotonic() - began, stopped=guard.tripped == "time")

    @property
    def exhausted(self) -> str | None:
        """Why no further statement of a migration is to be run; None while there is time and room."""
        if self._allowance.over:
            return "the time that migrations are given here is used up"
        # What a statement took can have been given back when it was undone.
        self._was_full = self._was_full and self._watchdog.disk_is_full_with(0)
        return "the disk that migrations are given here is full" if self._was_full else None

    def _opened(self, connect: Callable[[], psycopg.Connection], database: str) -> psycopg.Connection:
        """A connection; where the owner closed the database to everybody, it is opened again."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return connect()
            except psycopg.OperationalError as error:
                if not self.alive or time.monotonic() > until:
                    raise
                if not any(word in str(error) for word in _GIVEN_BACK_SOON):
                    break
            time.sleep(_PAUSE_SECONDS)
        name, role = sql.Identifier(database), sql.Identifier(self._host.migrator_role)
        for text in (
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true CONNECTION LIMIT -1").format(name),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, role),
        ):
            with suppress(psycopg.Error), self._keeping:
                self._keeper.execute(text)
        return connect()

    def _bytes_of(self, database: str) -> int:
        size = "SELECT pg_catalog.pg_database_size(%s::pg_catalog.name)"
        with self._keeping:
            row = self._keeper.execute(size, (self._named(database),)).fetchone()
        return int(row[0]) if row else 0

    def _named(self, database: str) -> str:
        return self._host.main if database == "postgres" else database

    def _create_trial(self, template: str) -> str:
        with self._keeping:
            while True:
                name = f"{self._host.trial_prefix}{next(self._numbers)}"
                try:
                    self._keeper.execute(
                        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy OWNER {}").format(
                            sql.Identifier(name),
                            sql.Identifier(template),
                            sql.Identifier(self._host.migrator_role),
                        )
                    )
                except psycopg.errors.DuplicateDatabase:
                    continue  # a migration can create databases too, under any name
                self._host.finish_trial(self._keeper, name)
                return name

    def _cancel(self, pid: int) -> None:
        try:
            with self._host.admin(_SIGNALS_FROM, timeout_seconds=2) as admin:
                admin.execute("SELECT pg_catalog.pg_cancel_backend(%s)", (pid,))
        except psycopg.Error:  # a statement can take all that a new session needs
            self._host.interrupt(pid, signal.SIGINT)

    def _terminate(self, pid: int) -> None:
        try:
            with self._host.admin(_SIGNALS_FROM, timeout_seconds=2) as admin:
                admin.execute("SELECT pg_catalog.pg_terminate_backend(%s)", (pid,))
        except psycopg.Error:
            self._host.interrupt(pid, signal.SIGTERM)

    def _stop(self, pid: int) -> None:
        with suppress(psycopg.Error), self._host.admin(_SIGNALS_FROM, timeout_seconds=2) as admin:
            there = "SELECT FROM pg_catalog.pg_stat_activity WHERE pid = %s"
            if admin.execute(there, (pid,)).fetchone() is None:
                return
        self._host.stop()

    def _leave(self) -> None:
        self._watchdog.end()
        with suppress(psycopg.Error):
            self._keeper.close()


def _serving(host: Host, platform: str, limits: Limits) -> Server:
    try:
        return Server(host, platform=platform, limits=limits)
    except psycopg.Error as error:
        raise ServerError(f"the server started and then refused its own superuser\n  {error}") from error


def _version(number: int) -> str:
    return f"{number // 10000}.{number % 10000}"

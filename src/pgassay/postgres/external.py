"""A server of the user's own, for what the embedded one lacks: fresh databases on it, dropped at the end."""

from __future__ import annotations

import re
import secrets
import signal
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from importlib.resources import files

import msgspec
import psycopg
from psycopg import conninfo, sql

from pgassay.errors import ServerError
from pgassay.postgres.connect import run
from pgassay.postgres.initialise import copy_database_settings, source
from pgassay.postgres.logins import MIGRATOR, SUPERUSER, forget_settings, pinned_options, unbent_options
from pgassay.postgres.on_behalf import Deed
from pgassay.postgres.parse import split_statements
from pgassay.postgres.watchdog import Disk

_OLDEST = 150000
_MARK = "made by pgassay for one run; safe to drop"
_OUR_NAME = re.compile(r"pgassay_[0-9a-f]{8}")
_REFUSALS_SHOWN = 5


class _Login(msgspec.Struct, frozen=True, kw_only=True):
    """How the server is reached, and as whom."""

    url: str
    version: int
    role: str
    superuser: bool

    def connect(
        self, database: str | None = None, *, writing: bool = False, timeout_seconds: int = 10
    ) -> psycopg.Connection:
        connection = psycopg.connect(
            conninfo.make_conninfo(self.url, **({"dbname": database} if database else {})),
            autocommit=True,
            options=pinned_options(writing=writing, version=self.version, superuser=self.superuser),
            connect_timeout=timeout_seconds,
            application_name="pgassay",
            client_encoding="UTF8",  # without it, a server in SQL_ASCII answers in bytes
        )
        forget_settings(connection)
        return connection


class External:
    """Databases and a migration role on the user's server, as `Server` needs them."""

    kind = "external"
    disk: Disk | None = None

    def __init__(self, login: _Login, name: str, migrator_role: str) -> None:
        self._login = login
        self._password = secrets.token_urlsafe(32)
        self._notes: list[str] = [
            "the server is the user's: neither the disk nor the memory that migrations use is limited"
        ]
        self.main = name
        self.template = f"{name}_platform"
        self.trial_prefix = f"{name}_trial_"
        self.migrator_role = migrator_role

    @property
    def alive(self) -> bool:
        """Whether the server still lets us in."""
        try:
            self.admin(self.main, timeout_seconds=2).close()
        except psycopg.Error:
            return False
        return True

    def admin(self, database: str, *, writing: bool = False, timeout_seconds: int = 10) -> psycopg.Connection:
        """A connection of the role in the URL."""
        return self._login.connect(database, writing=writing, timeout_seconds=timeout_seconds)

    def migrator(self, database: str, *, unbent: bool = False) -> psycopg.Connection:
        """A connection of the migration role."""
        target = conninfo.make_conninfo(
            self._login.url,
            dbname=database,
            user=self.migrator_role,
            password=self._password,
            connect_timeout=10,
            application_name="pgassay",
            client_encoding="UTF8",
        )
        if not unbent:
            return psycopg.connect(target)
        connection = psycopg.connect(target, options=unbent_options(self._login.version))
        forget_settings(connection)
        return connection

    def finish_trial(self, keeper: psycopg.Connection, database: str) -> None:
        """Give a new database what its template's row in pg_database held."""
        if self._login.superuser:
            copy_database_settings(keeper, self.template, database)

    def offer_versions(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Do nothing: this server has the versions that it has."""

    def act(self, database: str, deed: Deed) -> bool:
        """Leave it to the statement: who may do what on this server is what the server says."""
        return False

    def interrupt(self, pid: int, sign: signal.Signals) -> None:
        """Do nothing: the server can be on another machine."""

    def stop(self) -> None:
        """Do nothing: the server is not ours to stop."""

    def notes(self, keeper: psycopg.Connection) -> tuple[str, ...]:
        """What this server could not give."""
        return tuple(self._notes)

    def prepare(self, admin: psycopg.Connection, platform: str) -> None:
        """Make the role, the databases and the platform in them. Raises ServerError."""
        self._make_role(admin)
        main = sql.Identifier(self.main)
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'").format(main)
        )
        self._mark(admin, self.main)
        given = source(platform)
        for label, script in given.scripts.items():
            self._load(script, label)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(self.template), main))
        self._mark(admin, self.template)
        if self._login.superuser:
            copy_database_settings(admin, self.main, self.template)
        else:
            self._notes.append(
                f"role {self._login.role} is not a superuser: what a migration makes inside a function is "
                "not traced, and trial databases lack the platform's database settings"
            )
        try:
            self.migrator(self.main).close()
        except psycopg.OperationalError as error:
            raise ServerError(
                f"role {self.migrator_role}, made for the migrations, cannot log in: pg_hba.conf has to let "
                f"it in by password from here\n  {error}"
            ) from error

    def _make_role(self, admin: psycopg.Connection) -> None:
        role = sql.Identifier(self.migrator_role)
        create = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER CREATEDB CREATEROLE {} PASSWORD {}")
        try:
            admin.execute(create.format(role, sql.SQL("BYPASSRLS"), self._password))
        except psycopg.errors.InsufficientPrivilege:  # one cannot give what one does not have
            admin.execute(create.format(role, sql.SQL(""), self._password))
            self._notes.append(
                f"role {self.migrator_role} is bound by row-level security: it lacks BYPASSRLS"
            )
        if not self._login.superuser:
            admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
        if self.migrator_role != MIGRATOR:
            self._notes.append(
                f"the server has a role {MIGRATOR} of its own: migrations run as {self.migrator_role}, and "
                f"statements that name {MIGRATOR} mean the other"
            )

    def _mark(self, admin: psycopg.Connection, database: str) -> None:
        admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(database), _MARK))

    def _load(self, script: str, label: str) -> None:
        """Run one of our scripts under this server's names; what it refuses becomes a note."""
        statements, _ = split_statements(self._renamed(script), label)
        refused: list[str] = []
        with self.admin(self.main, writing=True) as connection:
            # What the script creates unqualified goes where it would on the embedded server.
            connection.execute('SET search_path = "$user", public')
            for statement in statements:
                try:
                    run(connection, statement.sql)
                except psycopg.errors.DuplicateObject:
                    continue  # roles belong to the server, and this one has had them before
                except psycopg.OperationalError:
                    raise
                except psycopg.Error as error:
                    first = str(error).splitlines()[0]
                    refused.append(f"{label}, line {statement.location.line}: {first}")
        self._notes += refused[:_REFUSALS_SHOWN]
        if len(refused) > _REFUSALS_SHOWN:
            self._notes.append(f"{label}: {len(refused) - _REFUSALS_SHOWN} more statements refused")

    def _renamed(self, script: str) -> str:
        # In our own scripts the word postgres is always the role or the database.
        script = re.sub(r"\b(DATABASE\s+)postgres\b", rf"\g<1>{self.main}", script)
        script = re.sub(r"\bpostgres\b", self.migrator_role, script)
        own = '"' + self._login.role.replace('"', '""') + '"'
        return re.sub(rf"\b{SUPERUSER}\b", lambda _: own, script)


@contextmanager
def external(url: str, *, platform: str, disposable: bool) -> Generator[External]:
    """Databases with `platform` on the server at `url`; dropped at the end, with every role made meanwhile.

    Roles belong to a server: two runs at once on the same one share them. Raises ServerError.
    """
    admin, login = _reach(url)
    with admin:
        if not disposable:
            _refuse_if_used(admin, login)
        before = _roles(admin)
        name = f"pgassay_{secrets.token_hex(4)}"
        host = External(login, name, name if MIGRATOR in before else MIGRATOR)
        try:
            try:
                host.prepare(admin, platform)
            except psycopg.Error as error:
                raise ServerError(f"the server refused what pgassay needs\n  {error}") from error
            yield host
        finally:
            with suppress(psycopg.OperationalError), login.connect(writing=True) as fresh:
                _clean_up(fresh, name, before)  # the first one can be long gone


def _reach(url: str) -> tuple[psycopg.Connection, _Login]:
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as probe:
            version = probe.info.server_version
        login = _Login(url=url, version=version, role="", superuser=False)
        admin = login.connect(writing=True)
    except psycopg.Error as error:
        # The driver's own text names host and role; the URL itself holds a password.
        raise ServerError(f"the server cannot be reached\n  {error}") from error
    row = run(admin, _query("own_rights.sql")).fetchone()
    role, superuser, creates_databases, creates_roles = row or ("", False, False, False)
    reason = None
    if version < _OLDEST:
        reason = f"the server runs Postgres {version // 10000}: pgassay needs 15 or newer"
    elif not superuser and not (creates_databases and creates_roles):
        reason = f"role {role} can create neither databases nor roles: give it CREATEDB and CREATEROLE"
    if reason is not None:
        admin.close()
        raise ServerError(reason)
    return admin, _Login(url=url, version=version, role=role, superuser=superuser)


def _refuse_if_used(admin: psycopg.Connection, login: _Login) -> None:
    found = [f"database {row[0]}" for row in run(admin, _query("user_databases.sql"), {"mark": _MARK})]
    try:
        with login.connect("postgres") as connection:
            found += [
                f"{row[0]} in database postgres" for row in run(connection, _query("user_relations.sql"))
            ]
    except psycopg.OperationalError as error:
        if 'database "postgres" does not exist' not in str(error):
            raise ServerError(f"database postgres cannot be looked into\n  {error}") from error
    if found:
        shown = ", ".join(found[:_REFUSALS_SHOWN]) + (", …" if len(found) > _REFUSALS_SHOWN else "")
        raise ServerError(
            f"the server holds {shown}: pgassay runs migrations only on a server that can be thrown away; "
            "name another, or say that this one is disposable"
        )


def _roles(admin: psycopg.Connection) -> set[str]:
    return {row[0] for row in admin.execute("SELECT rolname FROM pg_catalog.pg_roles ORDER BY rolname")}


def _clean_up(admin: psycopg.Connection, name: str, before: set[str]) -> None:
    with suppress(psycopg.OperationalError):  # a server that is gone needs no cleaning
        mine = admin.execute(
            "SELECT datname FROM pg_catalog.pg_database WHERE pg_catalog.starts_with(datname, %s) ORDER BY 1",
            (name,),
        ).fetchall()
        for row in mine:
            _try(admin, sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(row[0])))
            _try(admin, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(row[0])))
        left = {role for role in _roles(admin) - before if role == name or not _OUR_NAME.fullmatch(role)}
        for role in sorted(left):
            # Privileges on parameters and other databases hold a role in place.
            _try(admin, sql.SQL("DROP OWNED BY {} CASCADE").format(sql.Identifier(role)))
        for role in sorted(left):
            _try(admin, sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def _try(admin: psycopg.Connection, statement: sql.Composed) -> None:
    with suppress(psycopg.DatabaseError):
        admin.execute(statement)


def _query(name: str) -> str:
    return (files("pgassay.postgres") / "queries" / name).read_text(encoding="utf-8")

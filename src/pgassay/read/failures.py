"""Statements that Postgres refused, and which of them explains which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.model.source import Migration, Statement
from pgassay.read.inner import names_made, written
from pgassay.read.names import (
    columns_defined,
    columns_meant,
    is_of_extension,
    missing_name,
    names_changed,
    names_created,
    names_touched,
    schemas_brought,
)

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

#: Memory, locks, disk and temporary files: a server in use has more of them.
_OUR_LIMITS = ("53000", "53100", "53200", "53400")

#: A column is not there.
_NO_COLUMN = "42703"

#: So much is kept of what Postgres says.
_LONGEST_TEXT = 4_000

#: What makes a relation whose rows and policies rules look at.
_TABLES = ("CreateStmt", "CreateForeignTableStmt", "CreateTableAsStmt")


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that Postgres refused.

    `kind` is error, refused (the box said no), limit (time or disk) or lost (the connection went). `missing`
    is the object the error names; `cause` the statement number of the failure that explains this one, if
    another does. `touches` are the relations and functions that the statement names. `undone` are the
    statements of the same transaction taken back with it: the connection went, or a deferred constraint
    refused the COMMIT. `within` says which functions the error was raised in, as Postgres tells it. `earlier`
    where the statement drops or changes, without IF EXISTS, what nothing makes: something made it before.
    """

    statement: Statement
    kind: str
    sqlstate: str
    message: str
    hint: str | None
    missing: str | None
    touches: frozenset[str]
    cause: int | None = None
    undone: tuple[Statement, ...] = ()
    within: str | None = None
    earlier: bool = False

    @property
    def targets(self) -> frozenset[str]:
        """The plain names of the relations and functions that would have been made or changed; none for
        statements that read or write rows.
        """
        return frozenset().union(*(names_changed(one) for one in (self.statement, *self.undone)))


def failure_of(
    statement: Statement,
    kind: str,
    sqlstate: str,
    message: str,
    *,
    diag: Diagnostic | None = None,
    undone: tuple[Statement, ...] = (),
) -> Failure:
    """The failure of a statement, with what Postgres said besides in `diag`.

    What a migration wrote can raise a message of any length: it is cut.
    """
    hint, within = (diag.message_hint, diag.context) if diag is not None else (None, None)
    return Failure(
        statement=statement,
        kind=kind,
        sqlstate=sqlstate,
        message=_cut(message),
        hint=_cut(hint) if hint is not None else None,
        missing=missing_name(sqlstate, _cut(message)),
        touches=frozenset().union(*(names_touched(one) for one in (statement, *undone))),
        undone=undone,
        within=_cut(within) if within is not None else None,
    )


def kind_of(sqlstate: str) -> str:
    """What kind of failure a server that goes on running tells by its SQLSTATE."""
    if sqlstate in _OUR_LIMITS:
        return "limit"
    return "refused" if sqlstate == "42501" else "error"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """What fell with one missing extension: its name, the refused statement that asked for it, all statements
    that fell with it (itself first), and the plain names of the tables that do not exist because of it.
    """

    extension: str
    first: Failure
    statements: tuple[Statement, ...]
    tables: tuple[str, ...]


def missing_extension(failure: Failure) -> str | None:
    """The extension that a CREATE EXTENSION asked for and this server lacks; None for any other failure."""
    if failure.statement.kind != "CreateExtensionStmt" or "is not available" not in failure.message:
        return None
    return failure.missing


def lost_with_extensions(failures: Sequence[Failure], migrations: Iterable[Migration] = ()) -> list[Lost]:
    """What each extension that this server lacks took with it, in the order they were asked for.

    A table that a later statement of `migrations` made after all is not lost.
    """
    refused = {one.number for failure in failures for one in (failure.statement, *failure.undone)}
    made = {
        name
        for migration in migrations
        for statement in migration.statements
        if statement.kind in _TABLES and statement.number not in refused
        for name in names_created(statement)
    }
    found: list[Lost] = []
    for failure in failures:
        extension = missing_extension(failure)
        if extension is None or failure.cause is not None:
            continue
        fallen = [one for one in failures if one.cause == failure.statement.number]
        statements = [failure.statement, *(s for one in fallen for s in (one.statement, *one.undone))]
        tables = {name for one in statements if one.kind in _TABLES for name in names_created(one)}
        found.append(
            Lost(
                extension=extension,
                first=failure,
                statements=tuple(statements),
                tables=tuple(sorted(tables - made)),
            )
        )
    return found


def unseen(failures: Sequence[Failure], migrations: Sequence[Migration] = ()) -> list[tuple[str, str, str]]:
    """What was not looked at because this server lacks an extension: (what, why, where) for each extension.

    With `migrations` it also says of how many statements those are.
    """
    total = sum(len(migration.statements) for migration in migrations)
    return [
        (
            how_much(lost, total),
            f"extension {lost.extension} is not available on this server",
            str(lost.first.statement.location),
        )
        for lost in lost_with_extensions(failures, migrations)
    ]


def how_much(lost: Lost, total: int = 0) -> str:
    """How many statements, of `total` where that is known, and which tables fell with an extension."""
    count = len(lost.statements)
    words = f"{count} of {total} statements" if total else f"{count} statement{'s' if count > 1 else ''}"
    if not lost.tables:
        return words
    tables = len(lost.tables)
    return f"{words}, {tables} table{'s' if tables > 1 else ''} ({', '.join(lost.tables)})"


class _Blame(msgspec.Struct):
    """What explains failures so far, each with the number of the statement at the root: what refused
    statements would have made, what they missed, and the extensions that are not there.
    """

    makers: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    missed: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    extensions: dict[str, int] = msgspec.field(default_factory=dict[str, int])
    schemas: dict[str, int] = msgspec.field(default_factory=dict[str, int])

    def made(self, statement: Statement) -> None:
        """What a statement made explains nothing any more."""
        for name in names_made(statement):
            self.makers.pop(name, None)
            self.missed.pop(name, None)

    def refused(self, failure: Failure, root: int) -> None:
        """What a failure leaves missing is laid to `root`."""
        if failure.missing:
            self.missed.setdefault(failure.missing, root)
        if failure.statement.kind == "CreateExtensionStmt":
            self.extensions[str(failure.statement.tree["extname"])] = root
            for schema in schemas_brought(failure.statement):
                self.schemas.setdefault(schema, root)
        for statement in (failure.statement, *failure.undone):
            # A table that is there already has not got the columns of the definition that was refused.
            for name in names_made(statement) | columns_defined(statement):
                self.makers.setdefault(name, root)

    def of(self, failure: Failure) -> int | None:
        """The statement without which a failure would not be: the maker of what it misses, or of the column's
        table's; else the one that missed the same.
        """
        missing = failure.missing
        if missing is None:
            return None
        if failure.sqlstate == _NO_COLUMN:
            asked = (failure.statement, *written(failure.statement))
            columns = sorted(columns_meant(missing, asked))
        else:
            columns = [f"{touched}.{missing}" for touched in sorted(failure.touches)]
        # Of a column, the bare name is no object's.
        bare = failure.sqlstate == _NO_COLUMN and "." not in missing
        for known, names in ((self.makers, [] if bare else [missing]), (self.missed, [missing])):
            for name in (*names, *columns):
                if name in known:
                    return known[name]
        for extension, number in self.extensions.items():
            if is_of_extension(missing, extension):
                return number
        return self.schemas.get(missing.partition(".")[0])


def explained(failures: list[Failure], migrations: tuple[Migration, ...]) -> Iterator[Failure]:
    """Failures with `cause` set where an earlier one explains them: it missed the same object, or would have
    made it.

    What is made after all explains nothing any more.
    """
    blame = _Blame()
    refused = {one.number for failure in failures for one in (failure.statement, *failure.undone)}
    made = iter([s for m in migrations for s in m.statements if s.number not in refused] if failures else [])
    following = next(made, None)
    for failure in failures:
        number = failure.statement.number
        while following is not None and following.number < number:
            blame.made(following)
            following = next(made, None)
        cause = blame.of(failure)
        yield failure if cause is None else replace(failure, cause=cause)
        blame.refused(failure, number if cause is None else cause)

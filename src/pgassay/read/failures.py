"""Statements that Postgres refused, and which of them explains which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pgassay.model.source import Migration, Statement
from pgassay.read.names import is_of_extension, names_created


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A statement that Postgres refused.

    `kind` is error, refused (the box said no), limit (time or disk) or lost (the connection went). `missing`
    is the object the error names; `cause` the statement number of the failure that explains this one, if
    another does. `touches` are the relations and functions that the statement names. `undone` are the
    statements of the same transaction taken back with it: the connection went, or a deferred constraint
    refused the COMMIT. `within` says which functions the error was raised in, as Postgres tells it.
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


def explained(failures: list[Failure], migrations: tuple[Migration, ...]) -> Iterator[Failure]:
    """Failures with `cause` set where an earlier one explains them: it missed the same object, or would have
    made it.

    What is made after all explains nothing any more.
    """
    makers: dict[str, int] = {}
    extensions: dict[str, int] = {}
    refused = {one.number for failure in failures for one in (failure.statement, *failure.undone)}
    made = iter([s for m in migrations for s in m.statements if s.number not in refused] if failures else [])
    following = next(made, None)
    for failure in failures:
        number = failure.statement.number
        while following is not None and following.number < number:
            for name in names_created(following):
                makers.pop(name, None)
            following = next(made, None)
        cause = _cause(failure, makers, extensions)
        yield failure if cause is None else replace(failure, cause=cause)
        root = number if cause is None else cause
        if failure.missing:
            makers.setdefault(failure.missing, root)
        if failure.statement.kind == "CreateExtensionStmt":
            extensions[str(failure.statement.tree["extname"])] = root
        for statement in (failure.statement, *failure.undone):
            for name in names_created(statement):
                makers.setdefault(name, root)


def _cause(failure: Failure, makers: dict[str, int], extensions: dict[str, int]) -> int | None:
    """The statement without which a failure would not be: the maker of what it misses, or of the column's
    table's.
    """
    if failure.missing is None:
        return None
    for name in (failure.missing, *(f"{touched}.{failure.missing}" for touched in sorted(failure.touches))):
        if name in makers:
            return makers[name]
    return next(
        (number for name, number in extensions.items() if is_of_extension(failure.missing, name)), None
    )

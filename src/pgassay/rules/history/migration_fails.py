"""migration-fails."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.blame import missing_extension, stand_in_to_blame
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.source import Location
from pgassay.read.failures import Failure
from pgassay.read.names import names_created, plain_name
from pgassay.rules import Context, executed, rule

#: SQLSTATEs of an object that is there already: policy and the like, relation, column, function, schema.
_EXISTS = ("42710", "42P07", "42701", "42723", "42P06")
_FILLERS = ("IF", "NOT", "EXISTS", "OR", "REPLACE", "CONCURRENTLY")


@rule(on=Failure, severity=Severity.CRITICAL)
def migration_fails(failure: Failure, context: Context) -> Iterator[Finding]:
    """Postgres refuses a statement of a migration.

    A deployment stops here; what comes after it in the file, and every later file that builds on it, does not
    happen.

    The statement was run after everything before it. A later statement that fails only because this one did
    is listed with it and not on its own; statements of one file that make what exists already are one
    finding. Where the server used here lacks an extension, or a stand-in raised the error, it is a fact to
    know: not checked.
    """
    if failure.kind != "error" or failure.cause is not None:
        return
    blamed = missing_extension(failure) or stand_in_to_blame(failure, context.catalog)
    message, advice = _message(failure, context), _advice(failure, context)
    if blamed is not None:
        message = (
            f"{_subject(failure)} was not checked: extension {blamed} is not the real one here "
            f"({failure.message})"
        )
        if missing_extension(failure):
            message = f"Extension {blamed} is not on the server used here: what rests on it was not checked"
        advice = f"Name a server that has {blamed} with --server to check it"
    repeated = failure.sqlstate in _EXISTS
    yield context.finding(
        failure.statement,
        message,
        severity=Severity.INFO if blamed is not None else None,
        evidence=_evidence(failure, context),
        advice=advice,
        detail=" ".join(failure.statement.sql.split()),
        cause=f"exists {failure.statement.location.file}" if repeated else None,
    )


def _evidence(failure: Failure, context: Context) -> list[Evidence]:
    found = [
        executed(f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql[:400])
    ]
    later = [other for other in context.replay.failures if other.cause == failure.statement.number]
    if later:
        places = ", ".join(_short(other.statement.location) for other in later[:5])
        more = f" and {len(later) - 5} more" if len(later) > 5 else ""
        found.append(executed(f"{len(later)} later statements fail because of it: {places}{more}", ""))
    return found


def _short(place: Location) -> str:
    return f"{place.file.rpartition('/')[2]}:{place.line}"


def _message(failure: Failure, context: Context) -> str:
    if failure.sqlstate in _EXISTS:
        file = failure.statement.location.file
        others = [
            other
            for other in context.replay.failures
            if other.sqlstate in _EXISTS and other.cause is None and other.statement.location.file == file
        ]
        if len(others) > 1:
            return (
                f"{file.rpartition('/')[2]} makes {len(others)} objects that exist already: "
                "Postgres refuses each"
            )
    return f"{_subject(failure)} is refused: {failure.message} ({failure.sqlstate})"


def _subject(failure: Failure) -> str:
    """The statement's first words, up to a bracket."""
    words = failure.statement.sql.partition("(")[0].split(None, 12)
    return " ".join([word for word in words if word.upper() not in _FILLERS][:6]).rstrip(",")


def _advice(failure: Failure, context: Context) -> str | None:
    """Where the missing object is made later or was renamed, where the existing one comes from; else
    Postgres's hint.
    """
    number = failure.statement.number
    statements = [statement for migration in context.migrations for statement in migration.statements]
    if failure.sqlstate in _EXISTS:
        made = names_created(failure.statement)
        earlier = next((one for one in statements[:number] if made and made & names_created(one)), None)
        first = f"It was made at {_short(earlier.location)}: " if earlier else ""
        return f"{first}drop it before, or leave this statement out"
    if failure.sqlstate.startswith("23"):
        return (
            "It rests on rows that the migrations do not make: guard it with WHERE EXISTS, or "
            "move it to a seed"
        )
    if failure.missing is None:
        return failure.hint
    for statement in statements:
        if statement.number > number and failure.missing in names_created(statement):
            return f"{_short(statement.location)} creates {failure.missing}: move it before this statement"
        if statement.kind == "RenameStmt" and statement.number < number:
            relation = statement.tree.get("relation", {}).get("relname")
            if (
                plain_name(str(relation)) == failure.missing
                and statement.tree.get("renameType") == "OBJECT_TABLE"
            ):
                return (
                    f"{_short(statement.location)} renamed {failure.missing} to "
                    f"{statement.tree.get('newname')}: use that name"
                )
    return failure.hint

"""migration-fails."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.read.names import names_created
from pgassay.read.replay import Failure
from pgassay.rules import Context, executed, rule


@rule(on=Failure, severity=Severity.CRITICAL)
def migration_fails(failure: Failure, context: Context) -> Iterator[Finding]:
    """Postgres refuses a statement of a migration.

    A deployment stops here; what comes after it in the file, and every later file that builds on it, does not happen.

    The statement was run after everything before it. A later statement that fails only because this one did is listed
    with it and not on its own.
    """
    if failure.kind != "error" or failure.cause is not None:
        return
    later = [other for other in context.replay.failures if other.cause == failure.statement.number]
    message = f"{_subject(failure)} is refused: {failure.message} ({failure.sqlstate})"
    evidence = [executed(f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql[:400])]
    if later:
        places = ", ".join(str(other.statement.location) for other in later[:5])
        more = f" and {len(later) - 5} more" if len(later) > 5 else ""
        evidence.append(executed(f"{len(later)} later statements fail because of it: {places}{more}", ""))
    yield context.finding(
        failure.statement,
        message,
        evidence=evidence,
        advice=_advice(failure, context),
        detail=" ".join(failure.statement.sql.split()),
    )


def _subject(failure: Failure) -> str:
    words = failure.statement.sql.split(None, 6)
    return " ".join(words[:5]).rstrip("(;")


def _advice(failure: Failure, context: Context) -> str | None:
    """Where the missing object is made later, if it is; else Postgres's own hint."""
    if failure.missing is not None:
        for migration in context.migrations:
            for statement in migration.statements:
                if statement.number > failure.statement.number and failure.missing in names_created(statement):
                    return f"{statement.location} creates {failure.missing}: move it before this statement"
    return failure.hint

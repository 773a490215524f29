"""statement-refused."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.refusals import subject_of
from pgassay.model.finding import Finding, Severity
from pgassay.read.failures import Failure
from pgassay.rules import Context, executed, rule


@rule(on=Failure, severity=Severity.MEDIUM)
def statement_refused(failure: Failure, context: Context) -> Iterator[Finding]:
    """A statement asks for more than a migration is given here: superuser rights, the file system, or endless
    time.

    What it would have done is not part of this review, so nothing that rests on it was checked.

    Migrations are run as a role that is not a superuser, with limits on time, memory and disk.
    """
    if failure.kind == "error" or failure.cause is not None:
        return
    yield context.finding(
        failure.statement,
        f"{subject_of(failure)} was not let through: {failure.message} ({failure.sqlstate})",
        evidence=[
            executed(f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql[:400])
        ],
        detail=" ".join(failure.statement.sql.split()),
    )

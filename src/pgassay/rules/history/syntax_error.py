"""syntax-error."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Ref
from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Location, Migration, SyntaxFault
from pgassay.rules import Context, parsed, rule


@rule(on=SyntaxFault, severity=Severity.CRITICAL)
def syntax_error(fault: SyntaxFault, context: Context) -> Iterator[Finding]:
    """A piece of a migration is not SQL that Postgres reads.

    The deployment stops here; nothing after it in the file happens.

    The rest of the file is still reviewed. Pieces that follow each other with no statement between are one
    finding.
    """
    ref = Ref(kind="statement", identity=str(fault.location))
    message = " ".join(fault.message.split("\n")[0].split())[:160]
    yield context.finding(
        ref,
        f"{fault.location.file.rpartition('/')[2]} line {fault.location.line} does not parse: {message}",
        location=fault.location,
        evidence=[parsed(f"Postgres's parser: {message}")],
        detail=" ".join(fault.sql.split()),
        cause=f"{fault.location.file}:{_first_of_run(fault, context).line}",
    )


def _first_of_run(fault: SyntaxFault, context: Context) -> Location:
    """The first of the faults that follow each other with no statement between: one unclosed quote makes them
    all.
    """
    migration = next((one for one in context.migrations if fault in one.faults), None)
    first = fault
    for other in sorted(migration.faults, key=lambda one: one.location, reverse=True) if migration else ():
        if other.location < first.location and not _between(other, first, migration):
            first = other
    return first.location


def _between(one: SyntaxFault, other: SyntaxFault, migration: Migration | None) -> bool:
    statements = migration.statements if migration else ()
    return any(one.location < statement.location < other.location for statement in statements)

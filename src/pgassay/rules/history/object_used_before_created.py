"""object-used-before-created."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.refusals import short
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Related, Severity
from pgassay.rules import Context, executed, rule
from pgassay.rules.missing import made_later, missing_roots


@rule(on=Catalog, severity=Severity.HIGH)
def object_used_before_created(_: Catalog, context: Context) -> Iterator[Finding]:
    """A migration uses a table, function or type that a later one creates.

    On a new database the deployment stops here; on the one where somebody made it by hand it worked, so
    nobody noticed. Move the statement that makes it to the front, or the one that uses it to the end.

    Silent for bodies of functions, which Postgres looks into when they run, and for what a statement drops
    that is made anew behind it: that was there before (history-incomplete).

    The facts that suffice: Postgres refused the statement for want of the object, and a later statement makes
    it.
    """
    for failure, name in missing_roots(context):
        later = made_later(context, failure, name)
        if later is not None:
            yield context.finding(
                failure.statement,
                f"{name} is used before it is created: {short(later.location)} makes it",
                evidence=[
                    executed(
                        f"Postgres answered {failure.sqlstate}: {failure.message}", failure.statement.sql
                    )
                ],
                related=[Related(note=f"{name} is made here", location=later.location)],
                advice="Move what makes it before what uses it",
                detail=f"{name} {' '.join(failure.statement.sql.split())}",
            )

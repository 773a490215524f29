"""delete-without-where."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, touched_whole
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def delete_without_where(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration runs DELETE without WHERE on a table in use.

    Every row is deleted in one transaction: each stays locked until the end, and no rollback of the migration
    brings them back. Name the rows that are meant; where all are, say so with TRUNCATE.

    The facts that suffice: the statement has no WHERE clause, and its table was there before the file.
    """
    for effect in touched_whole(one, "DeleteStmt"):
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} has all of its rows deleted in one transaction: they are lost, and who "
            "changes "
            "one of them waits until that ends",
            advice="Say in a WHERE which rows are meant, and keep a copy of them",
        )

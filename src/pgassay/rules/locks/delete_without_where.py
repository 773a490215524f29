"""delete-without-where."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up
from pgassay.rules.rule import Holds
from pgassay.rules.whole import touched_whole


@rule(on=Observation, severity=Severity.HIGH)
def delete_without_where(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration runs DELETE without WHERE on a table in use.

    Every row is deleted in one transaction: each stays locked until the end, and no rollback of the migration
    brings them back. Name the rows that are meant; where all are, say so with TRUNCATE.

    A WHERE that holds whatever the row is (true, 1 = 1) counts as none. A statement inside a WITH, a DO block
    or a function counts as it does by itself, and one that was prepared where EXECUTE runs it.

    The facts that suffice: the statement asks nothing of a row, and its table was there before the file.
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

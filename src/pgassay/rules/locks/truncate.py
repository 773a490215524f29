"""truncate."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import emptied, held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, yields_to=("truncate-cascade",))
def truncate(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration empties a table in use.

    TRUNCATE takes all rows at once, under ACCESS EXCLUSIVE, and no rollback of the migration brings them
    back.

    Silent for tables that the file makes itself.

    The facts that suffice: the table held rows before the statement and has a new, empty file after it.
    """
    for effect in emptied(one):
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is emptied: all of its rows are lost",
            advice="Leave rows to the application; where they have to go, delete those that are meant",
        )

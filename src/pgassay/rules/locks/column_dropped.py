"""column-dropped."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import columns_removed, held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.MEDIUM)
def column_dropped(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration drops a column of a table in use, with what it holds.

    The application that still runs asks for the column until it is replaced, and fails; and no rollback
    brings the values back. Stop using the column first, deploy that, and drop it in a later migration.

    Silent where the whole table is dropped, and for a column that no client role and no function could read.

    The facts that suffice: the column that the statement dropped from a table that was there before the file.
    """
    for name, effect in columns_removed(one):
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation}.{name} is dropped with what it holds, while the application in use asks for "
            "it",
            column=name,
            advice="Release an application that does not use it first; drop it in a later migration",
        )

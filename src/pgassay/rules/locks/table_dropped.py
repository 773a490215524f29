"""table-dropped."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, removed
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def table_dropped(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration drops a table in use, with its rows.

    The application that still runs fails where it asks for the table, and no rollback brings the rows back.
    Stop using it first, rename it out of the way for a while, and drop it when nobody missed it.

    The facts that suffice: the table that the statement dropped was there before the file.
    """
    for identity in removed(one, "table"):
        effect = one.effect(identity)
        if effect is not None:
            yield held_up(
                context,
                one,
                effect,
                f"{identity} is dropped with its rows, while the application in use asks for it",
                advice="Release an application that does not use it first; rename the table in the next "
                f"migration, and drop it when nobody missed {identity}",
            )

"""constraint-dropped."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, removed_of
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.LOW)
def constraint_dropped(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration drops a constraint of a table in use.

    From then on the database takes rows that it refused before, and what they break shows later; to add the
    constraint again needs all of them to be right. A foreign key's drop closes both tables for a moment.

    Silent where the table or the column goes too, and where the file adds a constraint of the same kind
    again.

    The facts that suffice: the constraint that the statement dropped from a table in use.
    """
    for identity, effect in removed_of(one, "table constraint"):
        if (one.statement.location.file, effect.relation) not in context.watched.constrained:
            yield held_up(
                context,
                one,
                effect,
                f"{identity.partition(' on ')[0]} of {effect.relation} is dropped: rows that it refused are "
                "taken",
                column=identity,
                advice="Keep it, or say in the migration why the database need not hold it any more",
            )

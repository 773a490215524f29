"""exclusion-constraint."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import added, held_up, reads_or_writes
from pgassay.rules.remade import remade
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.MEDIUM, by_size=True)
def exclusion_constraint(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration adds an exclusion constraint to a table in use.

    Readers and writers wait until its index is built and every row is compared with the others. Postgres has
    no other way: an exclusion constraint is neither NOT VALID nor made of an index.

    The facts that suffice: the constraint that the statement added, and the lock observed on its table.
    """
    for command, effect in added(one, "x"):
        if reads_or_writes(effect) and not remade(context, one, command):
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is closed to reads and writes while all of it is read for "
                f"{command.identity.partition(' on ')[0]}, and each row is compared with the others",
                column=command.identity,
                advice="Run it when the table is idle, with a lock_timeout; or refuse overlaps by a trigger",
            )

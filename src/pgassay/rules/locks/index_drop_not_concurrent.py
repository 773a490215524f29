"""index-drop-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, removed, table
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.MEDIUM)
def index_drop_not_concurrent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration drops an index of a table in use, and waits for everybody who uses the table.

    DROP INDEX takes ACCESS EXCLUSIVE on the table. It is over at once when it gets the lock, but while it
    waits for one long query, every later query waits behind it. DROP INDEX CONCURRENTLY waits without keeping
    others out; it runs outside a transaction, so it wants a file of its own.

    Silent where the table is dropped as well, and for the index of a constraint, which goes with it.

    The facts that suffice: the index that the statement dropped, and the lock observed on its table.
    """
    dropped = removed(one, "index")
    if not dropped or removed(one, "table") or removed(one, "table constraint"):
        return
    for effect in one.effects:
        if effect.kind != "table":
            continue
        if effect.mode == "ACCESS EXCLUSIVE":
            yield held_up(
                context,
                one,
                effect,
                f"{dropped[0]} is dropped while {effect.relation} is closed to reads and writes",
                advice="Write DROP INDEX CONCURRENTLY in a file of its own, run outside a transaction",
            )
        elif not effect.blocks:
            yield context.holds(table(effect))

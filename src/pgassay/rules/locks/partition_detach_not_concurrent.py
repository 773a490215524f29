"""partition-detach-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def partition_detach_not_concurrent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration detaches a partition of a table in use, and the whole table is closed meanwhile.

    DETACH PARTITION takes ACCESS EXCLUSIVE on the parent: while it waits for one long query, everybody waits
    behind it. DETACH PARTITION … CONCURRENTLY keeps nobody out; it runs outside a transaction and needs that
    there is no DEFAULT partition.

    The facts that suffice: a partition is none any more, and the lock observed on its parent.
    """
    before = context.watched.before
    if before is None:
        return
    for relation in before.relations:
        now = context.catalog.relation.get(relation.identity)
        if relation.partition_bound is None or now is None or now.partition_bound is not None:
            continue
        effect = one.effect(relation.parent or "")
        if (
            effect is not None
            and one.effect(relation.identity) is not None
            and effect.mode == "ACCESS EXCLUSIVE"
        ):
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is closed to reads and writes while {relation.identity} is detached",
                advice="Write DETACH PARTITION … CONCURRENTLY in a file of its own, run outside a "
                "transaction",
            )

"""partition-detach-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.relations import Relation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up
from pgassay.rules.partitions import detached_beside
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def partition_detach_not_concurrent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration detaches a partition of a table in use, and the whole table is closed meanwhile.

    DETACH PARTITION takes ACCESS EXCLUSIVE on the parent: while it waits for one long query, everybody waits
    behind it. DETACH PARTITION … CONCURRENTLY keeps nobody out; it runs outside a transaction and needs that
    there is no DEFAULT partition. It leaves a CHECK of the old bound, which is dropped after it. Where it is
    cancelled half-way, DETACH PARTITION … FINALIZE ends it.

    The facts that suffice: a partition is none any more, and the lock observed on its parent.
    """
    before = context.watched.before
    if before is None:
        return
    for touched in one.effects:
        relation = before.relation.get(touched.relation)
        now = context.catalog.relation.get(touched.relation)
        if relation is None or relation.partition_bound is None:
            continue
        effect = one.effect(relation.parent or "")
        if (
            now is None
            or now.partition_bound is not None
            or effect is None
            or effect.mode != "ACCESS EXCLUSIVE"
        ):
            continue
        fix, rollback = detached_beside(before, relation)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is closed to reads and writes while {relation.identity} is detached: who "
            "comes "
            "later waits behind the longest query on it",
            fix=fix,
            rollback=rollback,
            advice=_advice(before, relation),
        )


def _advice(before: Catalog, relation: Relation) -> str:
    rest = next(
        (one for one in before.below.get(relation.parent or "", ()) if one.partition_bound == "DEFAULT"),
        None,
    )
    if rest is not None:
        return (
            f"SET lock_timeout = '5s' before it, and run it again where it gives up: CONCURRENTLY is refused "
            f"beside the DEFAULT partition {rest.identity}"
        )
    detach = f"ALTER TABLE {relation.parent} DETACH PARTITION {relation.identity}"
    return (
        f"Write {detach} CONCURRENTLY in a file of its own, run outside a transaction; where it is "
        "cancelled, "
        f"{detach} FINALIZE ends it"
    )

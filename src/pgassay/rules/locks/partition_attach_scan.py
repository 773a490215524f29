"""partition-attach-scan."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.relations import Relation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, reads_or_writes, table
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH)
def partition_attach_scan(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration attaches a partition, and rows are read while others wait.

    Without a CHECK that says the same as the bound, ATTACH PARTITION reads the whole new partition; and where
    there is a DEFAULT partition without a CHECK that leaves the bound out, it reads that one too, closed to
    readers and writers. Add such a CHECK NOT VALID and validate it before.

    The facts that suffice: a table became a partition, and the locks and the rows read that were observed.
    """
    attached = [
        relation
        for relation in context.catalog.relations
        if relation.partition_bound is not None
        and context.watched.before is not None
        and relation.identity in context.watched.before.relation
        and context.watched.before.relation[relation.identity].partition_bound is None
    ]
    for relation in attached:
        for effect in one.effects:
            near = effect.relation == relation.identity or _siblings(context, relation, effect.relation)
            if one.effect(relation.identity) is None or not near:
                continue
            if reads_or_writes(effect):
                yield held_up(
                    context,
                    one,
                    effect,
                    f"{effect.relation} is read whole to attach {relation.identity}: {effect.blocks} wait",
                    advice="Add a CHECK that says the same as the bound NOT VALID, validate it, then attach",
                )
            else:
                yield context.holds(table(effect))


def _siblings(context: Context, relation: Relation, other: str) -> bool:
    found = context.catalog.relation.get(other)
    return found is not None and found.parent is not None and found.parent == relation.parent

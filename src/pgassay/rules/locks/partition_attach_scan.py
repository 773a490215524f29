"""partition-attach-scan."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.relations import Relation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, made, reads_or_writes, table, waits
from pgassay.rules.partitions import attached_after
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def partition_attach_scan(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration makes or attaches a partition, and rows are read while others wait.

    Without a CHECK that says the same as the bound, ATTACH PARTITION reads the whole new partition; and where
    there is a DEFAULT partition without a CHECK that leaves the bound out, it reads that one too, closed to
    readers and writers; CREATE TABLE … PARTITION OF does so as well. Add such a CHECK NOT VALID and validate
    it before.

    The facts that suffice: a table became a partition, and the locks and the rows read that were observed.
    """
    for relation in _attached(context, one):
        near = [
            effect
            for effect in one.effects
            if effect.relation == relation.identity or _siblings(context, relation, effect.relation)
        ]
        read = [effect for effect in near if reads_or_writes(effect)]
        fix, rollback = attached_after(context, one, relation, read)
        for effect in near:
            if effect not in read:
                yield context.holds(table(effect))
                continue
            own = effect.relation == relation.identity
            test = relation.partition_test
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is read whole to attach {relation.identity}: {waits(effect)} until that "
                "is "
                "done",
                fix=fix,
                rollback=rollback,
                advice=f"Add a CHECK to {effect.relation} that "
                + ("says the same as the bound" if own else f"leaves out the bound of {relation.identity}")
                + (f" (CHECK ({test if own else f'NOT ({test})'}))" if test else "")
                + ", NOT VALID, and validate it in a migration before",
            )


def _attached(context: Context, one: Observation) -> Iterator[Relation]:
    """The partitions that a statement made, or made of tables that were there."""
    before, now = context.watched.before, context.catalog.relation
    if before is None:
        return
    new = {command.identity for command in made(one, "table")}
    was = {effect.relation: before.relation.get(effect.relation) for effect in one.effects}
    attached = {name for name, known in was.items() if known is not None and known.partition_bound is None}
    for identity in sorted(new | attached):
        if identity in now and now[identity].partition_bound is not None:
            yield now[identity]
    # Made by an earlier statement of the file; ATTACH takes this lock on the parent.
    parents = (effect.relation for effect in one.effects if effect.mode == "SHARE UPDATE EXCLUSIVE")
    for relation in (part for parent in parents for part in context.catalog.below.get(parent, ())):
        late = relation.partition_bound is not None and relation.identity not in before.relation
        if late and relation.identity not in new and relation.name in one.statement.sql:
            yield relation


def _siblings(context: Context, relation: Relation, other: str) -> bool:
    found = context.catalog.relation.get(other)
    return found is not None and found.parent is not None and found.parent == relation.parent

"""index-on-partitioned-parent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.relations import Kind
from pgassay.model.words import listed
from pgassay.rules import Context, rule
from pgassay.rules.concurrently import index_named
from pgassay.rules.observed import held_up, made
from pgassay.rules.partitions import indexed_beside
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def index_on_partitioned_parent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration builds an index on a partitioned table in use: all partitions at once.

    Postgres has no CREATE INDEX CONCURRENTLY for a partitioned table, so the writers of every partition wait
    until all of them are done. CREATE INDEX ON ONLY the parent, one CONCURRENTLY on each partition, and ALTER
    INDEX … ATTACH PARTITION come to the same and keep nobody out.

    The facts that suffice: the index that the statement made on a partitioned table, and the locks observed.
    """
    if not made(one, "index"):
        return
    for effect in one.effects:
        waiting = list(_leaves(context, one, effect.relation))
        if waiting and context.catalog.relation[effect.relation].partition_bound is None:
            fix, rollback = _recipe(context, one, effect.relation)
            names = listed(waiting)
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} takes no write in its {len(waiting)} partitions ({names}) while all of "
                "each "
                "is read to build the index",
                fix=fix,
                rollback=rollback,
                advice=f"CREATE INDEX ON ONLY {effect.relation}, CREATE INDEX CONCURRENTLY on each "
                "partition, "
                "then ALTER INDEX … ATTACH PARTITION",
            )


def _recipe(context: Context, one: Observation, relation: str) -> tuple[str, str] | tuple[None, None]:
    """What to run instead, where the statement makes one index on the table."""
    found = [index_named(context.catalog, command.identity) for command in made(one, "index")]
    mine = [index for index in found if index is not None and index.relation == relation]
    if len(mine) != 1 or context.watched.before is None:
        return None, None
    return indexed_beside(context.watched.before, context.catalog, mine[0])


def _leaves(context: Context, one: Observation, relation: str) -> Iterator[str]:
    """The partitions of a table, at all depths, that an index is built on."""
    found = context.catalog.relation.get(relation)
    if found is None or found.kind is not Kind.PARTITIONED:
        return
    for effect in one.effects:
        part = context.catalog.relation.get(effect.relation)
        if part is not None and part.parent == relation and effect.mode == "SHARE":
            if part.kind is Kind.PARTITIONED:
                yield from _leaves(context, one, part.identity)
            else:
                yield part.identity

"""index-on-partitioned-parent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.relations import Kind
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, made
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def index_on_partitioned_parent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration builds an index on a partitioned table in use: all partitions at once.

    Postgres has no CREATE INDEX CONCURRENTLY for a partitioned table, so the writers of every partition wait
    until all of them are done. CREATE INDEX ON ONLY the parent, one CONCURRENTLY on each partition, and ALTER
    INDEX … ATTACH PARTITION come to the same and keep nobody out.

    The facts that suffice: the index that the statement made on a partitioned table, and the locks observed.
    """
    partitioned = {item.identity for item in context.catalog.relations if item.kind is Kind.PARTITIONED}
    for effect in one.effects:
        parts = [other for other in one.effects if _parent(context, other.relation) == effect.relation]
        waiting = [other for other in parts if other.mode == "SHARE"]
        if effect.relation in partitioned and waiting and made(one, "index"):
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} takes no write in its {len(waiting)} partitions while the index is "
                "built on each",
                advice="CREATE INDEX ON ONLY the parent, CREATE INDEX CONCURRENTLY on each partition, then "
                "ALTER "
                "INDEX … ATTACH PARTITION",
            )


def _parent(context: Context, identity: str) -> str | None:
    found = context.catalog.relation.get(identity)
    return found.parent if found is not None else None

"""index-drop-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Effect, Observation
from pgassay.model.relations import Kind
from pgassay.model.words import listed
from pgassay.rules import Context, rule
from pgassay.rules.concurrently import dropped_beside, index_named
from pgassay.rules.observed import as_it_was, held_up, is_partitioned, removed, table
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.MEDIUM)
def index_drop_not_concurrent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration drops an index of a table in use, and waits for everybody who uses the table.

    DROP INDEX takes ACCESS EXCLUSIVE on the table. It is over at once when it gets the lock, but while it
    waits for one long query, every later query waits behind it. DROP INDEX CONCURRENTLY waits without keeping
    others out; it runs outside a transaction, so it wants a file of its own. Postgres has no such form for
    the index of a partitioned table.

    Silent where the table is dropped as well, and for the index of a constraint, which goes with it.

    The facts that suffice: the index that the statement dropped, and the lock observed on its table.
    """
    dropped = removed(one, "index")
    if not dropped or removed(one, "table") or removed(one, "table constraint"):
        return
    for effect in one.effects:
        if effect.kind != "table" or _comes_with_parent(context, one, effect):
            continue
        if effect.mode == "ACCESS EXCLUSIVE":
            mine = [name for name in dropped if _is_on(context, name, effect)] or dropped
            fix, rollback = dropped_beside(context, dropped)
            yield held_up(
                context,
                one,
                effect,
                f"{listed(mine)} {'are' if len(mine) > 1 else 'is'} dropped while {effect.relation} is "
                "closed to "
                "reads and writes: who comes later waits behind the longest query on it",
                fix=fix,
                rollback=rollback,
                advice="SET lock_timeout = '5s' before it, and run it again where it gives up: Postgres "
                "drops no "
                "index of a partitioned table CONCURRENTLY"
                if is_partitioned(context, one, effect)
                else f"Write DROP INDEX CONCURRENTLY {mine[0]} in a file of its own, run outside a "
                "transaction",
            )
        elif not effect.blocks:
            yield context.holds(table(effect))


def _is_on(context: Context, index: str, effect: Effect) -> bool:
    found = index_named(context.watched.before, index)
    return found is not None and found.relation == effect.relation


def _comes_with_parent(context: Context, one: Observation, effect: Effect) -> bool:
    """True for a partition whose index goes with that of the table above it."""
    found = as_it_was(context, effect.relation)
    return found is not None and found.kind is not Kind.PARTITIONED and is_partitioned(context, one, effect)

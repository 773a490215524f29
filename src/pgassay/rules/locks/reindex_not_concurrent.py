"""reindex-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, table
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def reindex_not_concurrent(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration rebuilds an index of a table in use, and writes wait until it is built.

    REINDEX holds SHARE on the table and ACCESS EXCLUSIVE on the index: writes wait, and so does every query
    that the planner looks at the index for. REINDEX … CONCURRENTLY builds a new one beside it; it runs
    outside a transaction, so it wants a file of its own.

    The facts that suffice: the statement is REINDEX, or rebuilt an index, and the lock observed on the table.
    """
    if one.statement.kind != "ReindexStmt" and not any(command.tag == "REINDEX" for command in one.commands):
        return
    for effect in one.effects:
        if effect.blocks:
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is closed to {effect.blocks} while its indexes are rebuilt",
                advice="Write REINDEX … CONCURRENTLY in a file of its own, run outside a transaction",
            )
        else:
            yield context.holds(table(effect))

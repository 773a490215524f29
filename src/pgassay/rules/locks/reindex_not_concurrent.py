"""reindex-not-concurrent."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.concurrently import rebuilt_beside
from pgassay.rules.observed import held_up, table
from pgassay.rules.rule import Holds

#: The indexes are the same before and after.
_NOTHING = "-- nothing to take back"


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
    fix = rebuilt_beside(one.statement.sql)
    for effect in one.effects:
        if effect.blocks:
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is closed to {effect.blocks} while all of it is read to build its "
                "indexes anew",
                fix=fix,
                rollback=_NOTHING if fix else None,
                advice=f"Write REINDEX TABLE CONCURRENTLY {effect.relation}, or the same of one INDEX, in a "
                "file "
                "of its own, run outside a transaction; where it fails, DROP INDEX CONCURRENTLY what it left "
                "invalid, which ends in _ccnew",
            )
        else:
            yield context.holds(table(effect))

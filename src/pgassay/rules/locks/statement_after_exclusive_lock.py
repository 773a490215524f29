"""statement-after-exclusive-lock."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.model.source import Migration
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, of_file, outside
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.MEDIUM, by_size=True)
def statement_after_exclusive_lock(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration does something long while a table in use is closed by a statement before it.

    The lock of the first statement is held until the transaction ends, so readers and writers of that table
    wait through a scan, a rewrite or a change of many rows that need not concern them.

    Once a file. Silent where the file ends its transaction in between, and where the long statement closes
    the same table anyway.

    The facts that suffice: ACCESS EXCLUSIVE observed on a table in use, and a later statement of the file
    that was observed to read or write another one whole.
    """
    if migration.in_transaction is False or any(
        one.kind == "TransactionStmt" for one in migration.statements
    ):
        return
    closed: dict[str, Observation] = {}
    for one in of_file(context, migration):
        if outside(one):
            continue
        long = [effect for effect in one.effects if effect.scanned or effect.rewritten]
        waiting = [name for name in closed if not any(effect.relation == name for effect in one.effects)]
        if long and waiting:
            line = closed[waiting[0]].statement.location.line
            yield held_up(
                context,
                one,
                long[0],
                f"{waiting[0]} stays closed (line {line}) while {long[0].relation} is "
                f"{'written anew' if long[0].rewritten else 'read whole'}",
                advice=f"Put line {line} and line {one.statement.location.line} into migrations of their "
                "own, the "
                "long one first where it can be",
                detail="",
            )
            return
        for effect in one.effects:
            if effect.mode == "ACCESS EXCLUSIVE" and effect.relation in context.catalog.relation:
                closed.setdefault(effect.relation, one)

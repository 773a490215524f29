"""update-without-where."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.batches import NOT_BACK, updated_in_batches
from pgassay.rules.observed import as_it_was, held_up
from pgassay.rules.rule import Holds
from pgassay.rules.whole import touched_whole


@rule(on=Observation, severity=Severity.MEDIUM, by_size=True)
def update_without_where(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration runs UPDATE without WHERE on a table in use.

    Every row is changed in one transaction: each stays locked until the end, and the table grows to twice its
    size. Change rows in batches by the key, each a transaction of its own.

    A WHERE that holds whatever the row is (true, 1 = 1) counts as none. A statement inside a WITH, a DO block
    or a function counts as it does by itself, and one that was prepared where EXECUTE runs it.

    The facts that suffice: the statement asks nothing of a row, and its table was there before the file.
    """
    for effect in touched_whole(one, "UpdateStmt"):
        fix = None
        if one.statement.kind == "UpdateStmt":
            table = as_it_was(context, effect.relation)
            fix = updated_in_batches(context.watched.before, table, one.statement)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} has all of its rows changed in one transaction: who changes one of them "
            "waits "
            "until that ends",
            fix=fix,
            rollback=NOT_BACK if fix else None,
            advice=f"Change the rows of {effect.relation} in batches by the key, some thousand each, and "
            "each a "
            "transaction of its own",
        )

"""backfill-in-ddl-transaction."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration
from pgassay.rules import Context, rule
from pgassay.rules.batches import NOT_BACK, updated_in_batches
from pgassay.rules.observed import as_it_was, held_up, of_file, outside
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.MEDIUM, by_size=True)
def backfill_in_ddl_transaction(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration changes the rows of a table in use in the transaction that closed a table before.

    The lock of the definition is held while row after row is written, and every row stays locked until the
    end. Put the change of rows into a migration of its own, in batches by the key, each a transaction.

    Silent where the file ends its transaction in between, and for changes of a few rows by their key.

    The facts that suffice: a lock that others wait for, observed on a table in use, and a later UPDATE or
    DELETE that was observed to read a whole table in use.
    """
    if migration.in_transaction is False or any(
        one.kind == "TransactionStmt" for one in migration.statements
    ):
        return
    closed: tuple[str, int] | None = None
    for one in of_file(context, migration):
        if outside(one):
            continue
        for effect in one.effects:
            changes = effect.mode == "ROW EXCLUSIVE" and effect.scanned and not one.commands
            if closed is not None and changes:
                table = as_it_was(context, effect.relation)
                fix = updated_in_batches(context.watched.before, table, one.statement)
                yield held_up(
                    context,
                    one,
                    effect,
                    f"{effect.relation} is changed row by row while {closed[0]} is closed (line "
                    f"{closed[1]}): "
                    "who comes there waits until the last row is changed",
                    fix=fix,
                    rollback=NOT_BACK if fix else None,
                    advice=f"Change the rows of {effect.relation} in a migration of their own, in batches by "
                    "the key, each a transaction of its own",
                )
            if effect.blocks and effect.relation in context.catalog.relation and closed is None:
                closed = (effect.relation, one.statement.location.line)

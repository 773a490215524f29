"""Which statements of a file are run in one transaction."""

from __future__ import annotations

from pgassay.model.source import Migration, Statement
from pgassay.rules.context import Context

_BEGINS = ("BEGIN", "START")
_ENDS = ("COMMIT", "ROLLBACK", "PREPARE")


def in_one_transaction(context: Context, first: Statement, second: Statement) -> bool:
    """True where what the first statement locked is held while the second runs.

    Where it is not known whether a tool puts the file into a transaction, it is taken to, unless the file
    begins one itself.
    """
    migration = next(one for one in context.migrations if one.path == second.location.file)
    at = _transactions(migration)
    return at[first.number] is not None and at.get(first.number) == at.get(second.number)


def _transactions(migration: Migration) -> dict[int, int | None]:
    """By the numbers of statements, which transaction of the file it is; None where each has its own."""
    words = {one.number: _word(one) for one in migration.statements}
    wrapped = migration.in_transaction
    if wrapped is None:
        wrapped = not any(word in _BEGINS for word in words.values())
    count, open_ = 0, wrapped
    found: dict[int, int | None] = {}
    for number, word in words.items():
        if word in _ENDS:
            open_, count = False, count + 1
        elif word in _BEGINS:
            open_ = True
        found[number] = count if open_ else None
    return found


def _word(statement: Statement) -> str:
    if statement.kind != "TransactionStmt":
        return ""
    return str(statement.tree["kind"]).removeprefix("TRANS_STMT_")

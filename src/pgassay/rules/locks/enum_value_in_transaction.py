"""enum-value-in-transaction."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration, Statement
from pgassay.postgres.parse import walk
from pgassay.rules import Context, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.HIGH)
def enum_value_in_transaction(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration adds a value to an enum and uses it, in one file.

    A tool that runs a file in one transaction fails on the use with 55P04: the new value is unsafe until the
    transaction that added it has been committed. Use it in the next file.

    Silent where the file commits in between, where its tool is known to open no transaction, and for an enum
    that the same file made.

    The facts that suffice: ALTER TYPE … ADD VALUE, and the same literal in a later statement of the file.
    """
    if not context.watched.is_new(migration) or migration.in_transaction is False:
        return
    made = [one for one in migration.statements if one.kind == "CreateEnumStmt"]
    for place, statement in enumerate(migration.statements):
        if statement.kind != "AlterEnumStmt" or "oldVal" in statement.tree:
            continue
        value = str(statement.tree.get("newVal", ""))
        name = str(statement.tree["typeName"][-1]["String"]["sval"])
        if any(name in one.sql for one in made):
            continue
        later = migration.statements[place + 1 :]
        until = next((at for at, one in enumerate(later) if one.kind == "TransactionStmt"), len(later))
        use = next((one for one in later[:until] if _names(one, value)), None)
        if use is None:
            yield context.holds(statement)
            continue
        yield context.finding(
            statement,
            f"{name} gets {value!r}, which line {use.location.line} uses: in one transaction that fails",
            evidence=[parsed("Postgres refuses a new enum value in the transaction that adds it: 55P04")],
            advice="Use the value in a migration after this one",
            detail=f"{name} {value}",
        )


def _names(statement: Statement, value: str) -> bool:
    """True when a statement holds the value as a literal; what a function body says is run later."""
    if statement.kind in ("AlterEnumStmt", "CreateFunctionStmt"):
        return False
    return any(
        node.get("sval") == value
        for name, node in walk({statement.kind: statement.tree})
        if name in ("sval", "String")
    )

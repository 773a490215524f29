"""concurrent-in-transaction."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration
from pgassay.read.sending import runs_alone
from pgassay.rules import Context, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.HIGH)
def concurrent_in_transaction(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration holds a statement that Postgres refuses inside a transaction, and runs it in one.

    CREATE INDEX CONCURRENTLY, VACUUM and the like fail there with 25001, a DO block that commits with 2D000,
    and with them the whole file. Put
    such a statement into a file of its own, and tell the tool that runs it to open no transaction.

    Silent where neither the file itself opens a transaction nor the tool is known to, and after a COMMIT of
    the file, which ends the tool's transaction too.

    The facts that suffice: the statement is one that Postgres refuses inside a transaction block, and a BEGIN
    before it in the file, or a layout whose tool wraps each file.
    """
    if not context.watched.is_new(migration):
        return
    begun, wrapped = False, bool(migration.in_transaction)
    for statement in migration.statements:
        if statement.kind == "TransactionStmt":
            kind = str(statement.tree["kind"]).removeprefix("TRANS_STMT_")
            ends = kind in ("COMMIT", "ROLLBACK")
            begun = kind in ("BEGIN", "START") or (begun and not ends)
            wrapped = wrapped and not ends
        elif runs_alone(statement):
            first = " ".join(statement.sql.split()[:4])
            if begun or wrapped:
                who = "BEGIN in the file" if begun else "the tool that runs the file"
                yield context.finding(
                    statement,
                    f"{first} … fails inside the transaction that {who} opens",
                    evidence=[
                        parsed(
                            "Postgres refuses it inside a transaction block: "
                            + ("2D000" if statement.kind == "DoStmt" else "25001")
                        )
                    ],
                    advice="Put it into a file of its own, run outside a transaction",
                    detail=" ".join(statement.sql.split()),
                )
            else:
                yield context.holds(statement)

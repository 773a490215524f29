"""transaction-control-in-file."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.reaches import listed
from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration, Statement
from pgassay.rules import Context, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.MEDIUM, right="Files leave transactions to the tool that runs them")
def transaction_control_in_file(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A migration begins or ends a transaction though its tool opens one, or begins one and never ends it.

    A COMMIT inside the tool's own transaction ends that one: what follows runs outside it, and the tool's
    record of the migration is no longer part of what it records. A BEGIN without an end leaves all of the
    file undone when the session closes.

    Silent where the tool opens no transaction, or is not known, and each BEGIN has its end.

    The facts that suffice: the file's own BEGIN, COMMIT or ROLLBACK.
    """
    controls = [one for one in migration.statements if one.kind == "TransactionStmt"]
    words = [str(one.tree["kind"]).removeprefix("TRANS_STMT_") for one in controls]
    begun: Statement | None = None
    for statement, word in zip(controls, words, strict=True):
        if word in ("BEGIN", "START"):
            begun = statement
        elif word in ("COMMIT", "ROLLBACK"):
            begun = None
    if begun is not None:
        yield context.finding(
            begun,
            "BEGIN has no COMMIT in its file: nothing after it is kept",
            evidence=[parsed("BEGIN without COMMIT")],
            advice="Leave BEGIN out, or end the file with COMMIT",
            detail="unclosed",
        )
    elif migration.in_transaction and any(word in ("BEGIN", "START", "COMMIT", "ROLLBACK") for word in words):
        yield context.finding(
            controls[0],
            f"{listed(words)} stands inside the transaction that the tool of the file opens",
            evidence=[parsed(", ".join(words))],
            advice="Leave BEGIN and COMMIT out",
            detail="inside",
        )
    elif migration.statements:
        yield context.holds(migration.statements[0])

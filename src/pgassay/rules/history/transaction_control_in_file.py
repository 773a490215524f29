"""transaction-control-in-file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration, Statement
from pgassay.model.words import listed
from pgassay.read.sending import runs_alone
from pgassay.rules import Context, parsed, rule
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.MEDIUM, right="Files leave transactions to the tool that runs them")
def transaction_control_in_file(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A migration begins or ends a transaction though its tool opens one, or begins one and never ends it.

    A COMMIT inside the tool's own transaction ends that one: what follows runs outside it, and the tool's
    record of the migration is no longer part of what it records. A BEGIN without an end leaves all of the
    file undone when the session closes.

    Silent where the tool opens no transaction, or is not known, and each BEGIN has its end; and for a COMMIT
    before a statement that Postgres refuses in a transaction (CREATE INDEX CONCURRENTLY) or that would keep
    the locks of those before it while it reads a table (VALIDATE CONSTRAINT): with such a tool there is no
    other way. All files of a folder are one finding.

    The facts that suffice: the file's own BEGIN, COMMIT or ROLLBACK.
    """
    controls = [one for one in migration.statements if one.kind == "TransactionStmt"]
    words = _words(migration)
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
    elif _interferes(migration, words):
        yield context.finding(
            controls[0],
            f"{listed(words)} {'stand' if len(words) > 1 else 'stands'} inside the transaction that the "
            "tool of the file opens",
            evidence=[parsed(f"{Path(migration.path).name}: {', '.join(words)}")],
            advice="Leave BEGIN and COMMIT out",
            detail="inside",
            cause="inside",
            together="{count} files begin or end transactions inside the one that their tool opens",
        )
    elif migration.statements and not words:
        yield context.holds(migration.statements[0])


def _words(migration: Migration) -> list[str]:
    return [
        str(one.tree["kind"]).removeprefix("TRANS_STMT_")
        for one in migration.statements
        if one.kind == "TransactionStmt"
    ]


def _interferes(migration: Migration, words: list[str]) -> bool:
    """True where the tool wraps the file, and the file has no need to end that transaction."""
    controls = any(word in ("BEGIN", "START", "COMMIT", "ROLLBACK") for word in words)
    return bool(migration.in_transaction) and controls and not _must_leave(migration)


def _must_leave(migration: Migration) -> bool:
    """True where a statement that is not to run in the tool's transaction stands after its COMMIT: one that
    cannot, or one that reads a table whole and would hold the locks of what stands before.
    """
    inside = True
    for statement in migration.statements:
        if statement.kind == "TransactionStmt":
            word = str(statement.tree["kind"]).removeprefix("TRANS_STMT_")
            inside = word in ("BEGIN", "START") or (inside and word not in ("COMMIT", "ROLLBACK"))
        elif not inside and (runs_alone(statement) or _validates(statement)):
            return True
    return False


def _validates(statement: Statement) -> bool:
    commands = statement.tree.get("cmds", []) if statement.kind == "AlterTableStmt" else []
    return any(one["AlterTableCmd"].get("subtype") == "AT_ValidateConstraint" for one in commands)

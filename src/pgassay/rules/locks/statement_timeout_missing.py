"""statement-timeout-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Effect, Observation
from pgassay.model.source import Migration
from pgassay.model.words import listed
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, of_file
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.LOW, by_size=True)
def statement_timeout_missing(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration reads or writes a table in use whole while others wait, and sets no statement_timeout.

    On a table that turned out larger than thought it goes on for hours, and nobody ends it. With a
    statement_timeout it is undone instead.

    Once a file. Silent where no statement of the file is long, and where the file sets statement_timeout.

    The facts that suffice: a scan or a rewrite under a lock that others wait for was observed, and no SET
    statement_timeout before it.
    """
    limited = any(
        one.kind == "VariableSetStmt" and one.tree.get("name") in ("statement_timeout", "transaction_timeout")
        for one in migration.statements
    )
    held: dict[str, tuple[Observation, Effect]] = {}
    for one in of_file(context, migration):
        for effect in one.effects:
            if effect.blocks and (effect.scanned or effect.rewritten):
                held.setdefault(effect.relation, (one, effect))
    for one, effect in held.values():
        if limited:
            yield context.holds(one.statement)
            continue
        yield held_up(
            context,
            one,
            effect,
            f"{listed(sorted(held))} {'are' if len(held) > 1 else 'is'} read or written whole without a "
            "statement_timeout, while others wait",
            advice="SET statement_timeout to what the table may be closed for",
            detail="",
            cause=migration.path,
        )

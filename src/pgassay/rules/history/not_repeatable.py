"""not-repeatable."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration
from pgassay.rules import Context, executed, rule
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.LOW, static=False)
def not_repeatable(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A migration file cannot be run a second time.

    Where files are run by hand, or again after a failure half-way, the second run stops at the first object
    that is there already.

    It is off unless the configuration has `[rules.not-repeatable]`: a runner that keeps a ledger runs each
    file once. The file was run twice in a row on the server.
    """
    stated = context.config.rules.get("not-repeatable")
    if stated is None or not stated.enabled or not migration.statements:
        return
    numbers = {statement.number for statement in migration.statements}
    refused = [f for f in context.replay.repeated if f.statement.number in numbers and f.cause is None]
    if not refused:
        yield context.holds(migration.statements[0])
        return
    first = refused[0]
    rest = len(refused) - 1
    more = f", and so {'is' if rest == 1 else 'are'} {rest} more" if rest else ""
    yield context.finding(
        first.statement,
        f"{migration.path.rpartition('/')[2]} cannot be run twice: line "
        f"{first.statement.location.line} is refused{more}",
        evidence=[
            executed(f"second run: Postgres answered {one.sqlstate}: {one.message}", one.statement.sql[:400])
            for one in refused[:5]
        ],
        advice=(
            "Write IF NOT EXISTS, CREATE OR REPLACE, or DROP … IF EXISTS before; guard rows "
            "with ON CONFLICT DO NOTHING."
        ),
        detail=migration.path.rpartition("/")[2],
    )

"""statement-timeout-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Effect, Observation
from pgassay.model.source import Migration
from pgassay.model.words import listed
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, is_own, reads_or_writes
from pgassay.rules.rule import Holds
from pgassay.rules.timeouts import limited


@rule(on=Migration, severity=Severity.LOW, yields_to=("lock-timeout-missing",), by_size=True)
def statement_timeout_missing(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """New migrations read or write a table in use whole while others wait, and set no statement_timeout.

    On a table that turned out larger than thought it goes on for hours, and nobody ends it. With a
    statement_timeout it is undone instead.

    All new files are one finding. Silent where no statement is long, for what comes after a statement_timeout
    was set, by the file, or by a file before the new ones for the database or a role, and beside
    lock-timeout-missing, which wants the head of the file changed too.

    The facts that suffice: a scan or a rewrite under a lock that others wait for was observed, and no
    statement_timeout or transaction_timeout above zero is set before it.
    """
    if not context.watched.new or migration.path != context.watched.new[0].path:
        return
    held: dict[str, tuple[Observation, Effect]] = {}
    bounded = limited(context, "statement_timeout", "transaction_timeout")
    for one in context.watched.observations:
        waited = [effect for effect in one.effects if effect.blocks and is_own(context, effect)]
        long = [effect for effect in waited if reads_or_writes(effect)]
        if long and one.statement.number in bounded:
            yield context.holds(one.statement)
            continue
        for effect in long:
            held.setdefault(effect.relation, (one, effect))
    tables = f"{listed(sorted(held))} {'are' if len(held) > 1 else 'is'}"
    for one, effect in held.values():
        yield held_up(
            context,
            one,
            effect,
            f"{tables} read or written whole without a "
            "statement_timeout, while others wait: on a table larger than thought for hours",
            advice="SET statement_timeout at the top of the file to what the table may be closed for",
            detail="",
            cause="new files",
        )

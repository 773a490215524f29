"""trigger-on-live-table."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up, is_own, made
from pgassay.rules.rule import Holds
from pgassay.rules.timeouts import limited


@rule(on=Migration, severity=Severity.LOW)
def trigger_on_live_table(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration makes a trigger on a table in use.

    CREATE TRIGGER takes SHARE ROW EXCLUSIVE: it is over at once when it gets the lock, but while it waits for
    one long transaction, every later write waits behind it. A lock_timeout makes it give up instead.

    The triggers of a file are one finding. Silent where a lock_timeout was set before, and where the new
    files close other tables too: lock-timeout-missing tells of all of them.

    The facts that suffice: the trigger that the statement made, and the lock observed on its table.
    """
    if not context.watched.new or migration.path != context.watched.new[0].path:
        return
    patient = limited(context, "lock_timeout")
    waiting = [one for one in context.watched.observations if one.statement.number not in patient]
    told = any(one.foretold for one in waiting)
    closed = {
        effect.relation
        for one in waiting
        for effect in one.effects
        if effect.blocks and (told or is_own(context, effect))
    }
    given = {command.relation for one in waiting for command in made(one, "trigger")}
    for one in waiting if closed <= given else ():
        for command in made(one, "trigger"):
            effect = one.effect(command.relation)
            if effect is None or not effect.blocks:
                continue
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} gets a trigger: while that waits for a long transaction, writes wait "
                "behind it",
                advice="SET lock_timeout = '5s' before it, and run it again where it gives up",
                cause=one.statement.location.file,
            )

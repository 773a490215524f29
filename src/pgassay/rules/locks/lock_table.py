"""lock-table."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import held_up
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.MEDIUM)
def lock_table(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration locks a table in use by LOCK TABLE.

    The lock is held until the transaction ends, through everything that comes after it in the file, and
    others wait for all of that. Most statements take the lock they need themselves.

    Silent for modes that nobody waits for in reading and writing.

    The facts that suffice: the statement is LOCK, or the lock observed comes from no command that changed
    something.
    """
    plain = any(statement.kind == "LockStmt" for statement in one.statements)
    for effect in one.effects:
        # What is foretold is not all that a block does.
        seen = one.statement.kind == "DoStmt" and not one.foretold
        idle = seen and not one.commands and not effect.files and not effect.rows_read
        if effect.blocks and effect.kind == "table" and (plain or idle):
            yield held_up(
                context,
                one,
                effect,
                f"{effect.relation} is locked in {effect.mode} mode until the transaction ends: "
                f"{effect.blocks} wait",
                advice="Leave the lock out, or take it in the shortest transaction that needs it, with a "
                "lock_timeout",
            )

"""not-null-scan."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Observation
from pgassay.rules import Context, rule
from pgassay.rules.column_steps import required_later
from pgassay.rules.constraint_steps import name_of, validated
from pgassay.rules.observed import (
    columns,
    constraint_of,
    enforced,
    held_up,
    reads_or_writes,
    table,
)
from pgassay.rules.rule import Holds


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def not_null_scan(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration sets a column of a table in use to NOT NULL, and all rows are read meanwhile.

    SET NOT NULL keeps readers and writers out until it has seen that no row is NULL. A constraint that is
    added NOT VALID first, and validated in a transaction after that, reads the rows while everybody goes on;
    from Postgres 18 on NOT NULL itself can be such a constraint, before that a CHECK takes its place.

    The same goes for SET NOT NULL on a column that has such a constraint: VALIDATE CONSTRAINT was meant.

    Silent where no row was read, because a validated CHECK already says that none is NULL.

    The facts that suffice: the column admitted NULL before the statement and not after it, or its NOT NULL
    was not valid before, and the lock and the rows read that were observed on its table.
    """
    for command, effect in enforced(one, "n"):
        name = name_of(command)
        found = constraint_of(context, command)
        fix, rollback = validated(command, found.definition) if found is not None else (None, None)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is read whole for {name}: reads and writes wait until that is done",
            column=command.identity,
            fix=fix,
            rollback=rollback,
            advice=f"VALIDATE CONSTRAINT {name} in another migration: it keeps nobody out",
        )
    for command, effect in columns(one, new=False):
        was, now = command.was or {}, command.now or {}
        if was.get("not_null") or not now.get("not_null") or was.get("type") != now.get("type"):
            continue
        if not reads_or_writes(effect):
            yield context.holds(table(effect), str(now["name"]))
            continue
        fix, rollback = required_later(context, effect.relation, str(now["name"]))
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is read whole to set {now['name']} to NOT NULL: reads and writes wait until "
            "that is done",
            column=str(now["name"]),
            fix=fix,
            rollback=rollback,
            advice="Add NOT NULL as a constraint that is NOT VALID, and validate it in another migration",
        )

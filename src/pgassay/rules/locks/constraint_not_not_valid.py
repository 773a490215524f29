"""constraint-not-not-valid."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Command, Effect, Observation
from pgassay.rules import Context, rule
from pgassay.rules.observed import (
    added,
    columns,
    constraint_of,
    enforced,
    held_up,
    reads_or_writes,
    table,
    waits,
)
from pgassay.rules.remade import remade
from pgassay.rules.rule import Holds

_KINDS = {"c": "CHECK", "f": "FOREIGN KEY"}


@rule(on=Observation, severity=Severity.HIGH, by_size=True)
def constraint_not_not_valid(one: Observation, context: Context) -> Iterator[Finding | Holds]:
    """A new migration puts a CHECK or FOREIGN KEY on a table in use, and all its rows are read meanwhile.

    The lock is held until the last row has been looked at: a CHECK keeps readers and writers out, a FOREIGN
    KEY keeps the writers of both tables out. With NOT VALID the constraint holds for new rows at once;
    VALIDATE CONSTRAINT, in a transaction after that, reads the old ones while everybody goes on.

    ALTER CONSTRAINT … ENFORCED does the same, and so does a new type for a column that a constraint is on,
    even one that only widens it: drop the constraint before, and add it again NOT VALID.

    Silent where no row was read: NOT VALID, a new column that is NULL everywhere, a table of the same file;
    and where the table is rewritten for the new type, which column-type-rewrite tells.

    The facts that suffice: the constraint that the statement added, made again or enforced, and the lock and
    the rows read that were observed on its table.
    """
    yield from _enforced(context, one)
    for command, effect in added(one, *_KINDS):
        if remade(context, one, command):
            yield from _again(context, one, command, effect)
            continue
        if not reads_or_writes(effect) or not (command.now or {}).get("validated"):
            yield context.holds(table(effect))
            continue
        found = constraint_of(context, command)
        word = _KINDS[str((command.now or {})["kind"])]
        fix = rollback = None
        new = {str((other.now or {})["name"]) for other, _ in columns(one, new=True)}
        if found is not None and new.isdisjoint(found.columns):
            name = command.identity.removesuffix(f" on {command.relation}")
            fix = (
                f"ALTER TABLE {effect.relation} ADD CONSTRAINT {name} {found.definition} NOT VALID;\n"
                "-- in a transaction of its own, after that one has ended:\n"
                f"ALTER TABLE {effect.relation} VALIDATE CONSTRAINT {name};"
            )
            rollback = f"ALTER TABLE {effect.relation} DROP CONSTRAINT {name};"
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is read whole for {word} {command.identity.partition(' on ')[0]}: "
            f"{waits(effect)} until that is done",
            column=command.identity,
            fix=fix,
            rollback=rollback,
            advice="Add it NOT VALID, and validate it in another migration"
            + ("" if fix else "; a new column comes first, its constraint after it"),
        )


def _again(context: Context, one: Observation, command: Command, effect: Effect) -> Iterator[Finding]:
    """What to say of a constraint that Postgres makes again for a column's new type."""
    if effect.rewritten or not reads_or_writes(effect):
        return
    name = command.identity.partition(" on ")[0]
    yield held_up(
        context,
        one,
        effect,
        f"{effect.relation} is read whole to test {name} again, for the type of its column changes: "
        f"{waits(effect)} until that is done",
        column=command.identity,
        advice=f"Drop {name} before, and add it again NOT VALID; validate it in another migration",
    )


def _enforced(context: Context, one: Observation) -> Iterator[Finding]:
    """What to say of constraints that were there and are held from now on, under a lock of the statement."""
    for command, effect in enforced(one, *_KINDS):
        name = command.identity.partition(" on ")[0]
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is read whole for {name}: {waits(effect)} until that is done",
            column=command.identity,
            advice=f"Drop {name}, add it again NOT VALID, and validate it in another migration",
        )

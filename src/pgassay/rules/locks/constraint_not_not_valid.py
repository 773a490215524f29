"""constraint-not-not-valid."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.observed import Command, Effect, Observation
from pgassay.rules import Context, rule
from pgassay.rules.constraint_steps import (
    added_later,
    enforced_later,
    name_of,
    new_column,
    retyped_between,
    with_column,
)
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

    Medium for a constraint on columns that the statement itself adds: the rows are read, and quickly.

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
        word = _KINDS[str((command.now or {})["kind"])]
        fix, rollback = _recipe(context, one, command)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is read whole for {word} {command.identity.partition(' on ')[0]}: "
            f"{waits(effect)} until that is done",
            column=command.identity,
            severity=Severity.MEDIUM if _on_new_columns(context, one, command) else None,
            fix=fix,
            rollback=rollback,
            advice="Add it NOT VALID, and validate it in another migration"
            + ("" if fix else "; a new column comes first, its constraint after it"),
        )


def _recipe(context: Context, one: Observation, command: Command) -> tuple[str, str] | tuple[None, None]:
    """What to run instead of adding a constraint; a new column that it is on comes before it."""
    found = constraint_of(context, command)
    if found is None:
        return None, None
    column = new_column(context, one, found.columns)
    if column is not None:
        return with_column(context, command, column)
    if not _new_columns(one).isdisjoint(found.columns):
        return None, None
    name = name_of(command)
    later = added_later(command.relation, name, found.definition)
    return later, f"ALTER TABLE {command.relation} DROP CONSTRAINT {name};"


def _new_columns(one: Observation) -> frozenset[str]:
    return frozenset(str((other.now or {})["name"]) for other, _ in columns(one, new=True))


def _on_new_columns(context: Context, one: Observation, command: Command) -> bool:
    """True for a constraint on columns that the statement itself adds: each row has the same in them."""
    found = constraint_of(context, command)
    return found is not None and bool(found.columns) and _new_columns(one).issuperset(found.columns)


def _again(context: Context, one: Observation, command: Command, effect: Effect) -> Iterator[Finding]:
    """What to say of a constraint that Postgres makes again for a column's new type."""
    if effect.rewritten or not reads_or_writes(effect):
        return
    name = command.identity.partition(" on ")[0]
    fix, rollback = retyped_between(context, one, effect)
    yield held_up(
        context,
        one,
        effect,
        f"{effect.relation} is read whole to test {name} again, for the type of its column changes: "
        f"{waits(effect)} until that is done",
        column=command.identity,
        fix=fix,
        rollback=rollback,
        advice=f"Drop {name} before, and add it again NOT VALID; validate it in another migration",
    )


def _enforced(context: Context, one: Observation) -> Iterator[Finding]:
    """What to say of constraints that were there and are held from now on, under a lock of the statement."""
    for command, effect in enforced(one, *_KINDS):
        name = command.identity.partition(" on ")[0]
        fix, rollback = enforced_later(context, command)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is read whole for {name}: {waits(effect)} until that is done",
            column=command.identity,
            fix=fix,
            rollback=rollback,
            advice=f"Drop {name}, add it again NOT VALID, and validate it in another migration",
        )

"""What two rules say alike of keys that are added to tables in use."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding
from pgassay.model.names import quoted
from pgassay.model.observed import Command, Observation
from pgassay.model.relations import Constraint
from pgassay.read.foretell.written import chosen
from pgassay.rules.column_steps import required_later
from pgassay.rules.concurrently import OWN_FILE, concurrently
from pgassay.rules.context import Context
from pgassay.rules.observed import added, columns, constraint_of, held_up, reads_or_writes, table
from pgassay.rules.remade import remade
from pgassay.rules.rule import Holds


def key_added(context: Context, one: Observation, kind: str, words: str) -> Iterator[Finding | Holds]:
    """What to say of a PRIMARY KEY (p) or UNIQUE (u) constraint that a statement added to a table in use."""
    for command, effect in added(one, kind):
        if remade(context, one, command):
            continue
        if not reads_or_writes(effect):
            yield context.holds(table(effect))
            continue
        name = command.identity.removesuffix(f" on {command.relation}")
        fix, rollback = _recipe(context, one, command, words)
        yield held_up(
            context,
            one,
            effect,
            f"{effect.relation} is closed to reads and writes while all of it is read to build the index of "
            f"{words} {name}",
            column=command.identity,
            fix=fix,
            rollback=rollback,
            advice=f"CREATE UNIQUE INDEX CONCURRENTLY on {effect.relation} first, in a file of its own, "
            "then ADD "
            f"CONSTRAINT {name} {words} USING INDEX",
        )


def _recipe(
    context: Context, one: Observation, command: Command, words: str
) -> tuple[str, str] | tuple[None, None]:
    """The index CONCURRENTLY, then the constraint of it, in the place of the one that goes. A key of columns
    that admit NULL has these required first, or all rows are read once more.
    """
    relation, name = command.relation, command.identity.removesuffix(f" on {command.relation}")
    found = constraint_of(context, command)
    made = (one for one in context.catalog.indexes_of(relation) if found and one.constraint == found.name)
    index = next(made, None)
    if index is None or found is None:
        return None, None
    steps = [
        required_later(context, relation, column)
        for column in found.columns
        if found.kind == "primary key" and _admits_null(one, column)
    ]
    required = "".join(f"-- after that:\n{step}\n" for step, _ in steps)
    alter, made, given = f"ALTER TABLE {relation}", name, index.definition
    first = back = ""
    old = _replaced(context, relation, found)
    if old is not None:
        # The index takes the constraint's name when it becomes one.
        made = quoted(chosen("new", found.name))
        given = given.replace(f"INDEX {name} ", f"INDEX {made} ", 1)
        first = f"DROP CONSTRAINT {quoted(old.name)}, "
        back = f", ADD CONSTRAINT {quoted(old.name)} {old.definition}"
    return (
        f"{OWN_FILE}{concurrently(given)};\n{required}-- after that:\n"
        f"{alter} {first}ADD CONSTRAINT {name} {words} USING INDEX {made};",
        "\n".join([f"{alter} DROP CONSTRAINT {name}{back};", *(undone for _, undone in steps)]),
    )


def _replaced(context: Context, relation: str, found: Constraint) -> Constraint | None:
    """The constraint whose place another takes: of its name, or the primary key of the table."""
    before = context.watched.before
    for one in before.constraints_of(relation) if before is not None else ():
        if one.name == found.name or one.kind == found.kind == "primary key":
            return one
    return None


def _admits_null(one: Observation, column: str) -> bool:
    """True for a column that a statement requires itself."""
    changed = (command for command, _ in columns(one, new=False))
    return any(
        (command.now or {}).get("name") == column and not (command.was or {}).get("not_null")
        for command in changed
    )

"""What two rules say alike of keys that are added to tables in use."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding
from pgassay.model.observed import Command, Observation
from pgassay.rules.column_steps import required_later
from pgassay.rules.concurrently import OWN_FILE, concurrently
from pgassay.rules.context import Context
from pgassay.rules.observed import added, as_it_was, constraint_of, held_up, reads_or_writes, table
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
        fix, rollback = _recipe(context, command, kind, words)
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


def _recipe(context: Context, command: Command, kind: str, words: str) -> tuple[str, str] | tuple[None, None]:
    """The index CONCURRENTLY, then the constraint of it; a key of columns that admit NULL has these required
    first, or all rows are read once more.
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
        if kind == "p" and _admits_null(context, relation, column)
    ]
    required = "".join(f"-- after that:\n{step}\n" for step, _ in steps)
    return (
        f"{OWN_FILE}{concurrently(index.definition)};\n{required}-- after that:\n"
        f"ALTER TABLE {relation} ADD CONSTRAINT {name} {words} USING INDEX {name};",
        "\n".join([f"ALTER TABLE {relation} DROP CONSTRAINT {name};", *(back for _, back in steps)]),
    )


def _admits_null(context: Context, relation: str, column: str) -> bool:
    table = as_it_was(context, relation)
    found = table.column(column) if table is not None else None
    return found is not None and not found.not_null
